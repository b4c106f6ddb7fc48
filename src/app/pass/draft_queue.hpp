#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

#include "domain/message/brief.hpp"

namespace proactive::app {

// Drafts on their way from a writer's thread to the job that ordered them, each with the order's number.
class DraftQueue {
 public:
  using Numbered = std::pair<long, Draft>;

  void push(long number, Draft draft) {
    {
      std::lock_guard const lock(mutex_);
      drafts_.emplace_back(number, std::move(draft));
    }
    arrived_.notify_one();
  }

  // All that have arrived, once there are `enough` of them or the time is over.
  std::vector<Numbered> wait(std::size_t enough, std::chrono::milliseconds at_most) {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, at_most, [&] { return drafts_.size() >= enough; });
    return std::exchange(drafts_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Numbered> drafts_;
};

}  // namespace proactive::app
