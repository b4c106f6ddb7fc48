#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "domain/facts.hpp"

namespace proactive::app {

// A message that was refused while it stood alone.
struct RefusedDelivery {
  DueEngagement engagement;
  std::string error;
  std::string sqlstate;
};

// What the deliveries of a run were refused, over its batches and jobs: whether it is the messages or all of them can
// be told only when one was accepted, or at the end. For any thread.
class Refusals {
 public:
  void accepted() { any_accepted_ = true; }
  [[nodiscard]] bool any_accepted() const { return any_accepted_; }

  void add(RefusedDelivery refused) {
    std::lock_guard const lock(mutex_);
    waiting_.push_back(std::move(refused));
  }
  [[nodiscard]] std::size_t size() const {
    std::lock_guard const lock(mutex_);
    return waiting_.size();
  }
  // All that wait for a judgement.
  std::vector<RefusedDelivery> take() {
    std::lock_guard const lock(mutex_);
    return std::exchange(waiting_, {});
  }

 private:
  std::atomic<bool> any_accepted_{false};
  mutable std::mutex mutex_;
  std::vector<RefusedDelivery> waiting_;
};

}  // namespace proactive::app
