#include "domain/llm/pacing.hpp"

#include <algorithm>

namespace proactive {

namespace {

constexpr std::size_t breaker_window = 20;
constexpr long breaker_failures = 10;
constexpr std::chrono::seconds longest_retry_after{20};
constexpr std::chrono::milliseconds longest_backoff{1000};

}  // namespace

bool Pacing::may_begin(int in_flight) {
  if (stopped_) return false;
  if (calls_left_ <= 0) {
    stopped_ = CallStop::call_limit;
    return false;
  }
  return in_flight < at_once_;
}

long Pacing::begin() {
  --calls_left_;
  return ++begun_;
}

void Pacing::ended(long call, CallEnd end) {
  if (end == CallEnd::forbidden) {
    stopped_ = CallStop::forbidden;
    return;
  }
  // Calls that were under way together and came too fast together have failed once.
  if (end == CallEnd::throttled && call <= slowed_at_) return;
  remember(end != CallEnd::success);
  if (end == CallEnd::throttled) slow_down();
  if (end != CallEnd::success || at_once_ == most_at_once_) return;
  if (++successes_ < at_once_) return;
  ++at_once_;
  successes_ = 0;
}

void Pacing::slow_down() {
  at_once_ = std::max(1, at_once_ / 2);
  successes_ = 0;
  slowed_at_ = begun_;
}

void Pacing::remember(bool failed) {
  failed_.push_back(failed);
  if (failed_.size() > breaker_window) failed_.pop_front();
  if (!stopped_ && std::count(failed_.begin(), failed_.end(), true) >= breaker_failures) stopped_ = CallStop::failures;
}

bool Pacing::take_retry() {
  if (stopped_ || retries_ >= (expected_ + 9) / 10) return false;
  ++retries_;
  return true;
}

std::optional<std::chrono::milliseconds> retry_delay(std::chrono::seconds retry_after, double draw) {
  if (retry_after > longest_retry_after) return std::nullopt;
  auto const jitter = std::chrono::milliseconds{static_cast<long>(draw * static_cast<double>(longest_backoff.count()))};
  return std::max(retry_after, std::chrono::seconds{0}) + jitter;
}

}  // namespace proactive
