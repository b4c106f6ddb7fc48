#pragma once

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>

namespace proactive {

// The tokens that calls may still cost: granted by the run, reserved before a call, settled behind it. What a call has
// cost beyond its reservation is left free for every one under way, so that the grant is not overrun again. For any
// thread.
class TokenPurse {
 public:
  void grant(long tokens) {
    std::lock_guard const lock(mutex_);
    left_ += tokens;
  }

  // False where there are not so many.
  bool reserve(long tokens) {
    std::lock_guard const lock(mutex_);
    if (left_ < tokens + excess_ * (under_way_ + 1)) return false;
    left_ -= tokens;
    ++under_way_;
    return true;
  }

  // A call cost less than was reserved for it, or more.
  void settle(long reserved, long used) {
    std::lock_guard const lock(mutex_);
    left_ += reserved - used;
    --under_way_;
    excess_ = std::max(excess_, used - reserved);
  }

  // What a call is to be granted that wants to reserve so many.
  [[nodiscard]] long wanted(long tokens) const {
    std::lock_guard const lock(mutex_);
    return tokens + excess_;
  }
  [[nodiscard]] long left() const {
    std::lock_guard const lock(mutex_);
    return left_;
  }
  long take_back() {
    std::lock_guard const lock(mutex_);
    return std::exchange(left_, 0);
  }

 private:
  mutable std::mutex mutex_;
  long left_ = 0;
  long under_way_ = 0;
  long excess_ = 0;  // the most that a call has cost beyond its reservation
};

}  // namespace proactive
