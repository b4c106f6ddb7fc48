#pragma once

#include <atomic>

namespace proactive {

// The tokens that calls may still cost: granted by the run, reserved before a call, settled behind it. For any thread.
class TokenPurse {
 public:
  void grant(long tokens) { left_ += tokens; }

  // False where there are not so many.
  bool reserve(long tokens) {
    auto left = left_.load();
    while (left >= tokens) {
      if (left_.compare_exchange_weak(left, left - tokens)) return true;
    }
    return false;
  }

  // A call cost less than was reserved for it, or more.
  void settle(long reserved, long used) { left_ += reserved - used; }

  [[nodiscard]] long left() const { return left_; }
  long take_back() { return left_.exchange(0); }

 private:
  std::atomic<long> left_{0};
};

}  // namespace proactive
