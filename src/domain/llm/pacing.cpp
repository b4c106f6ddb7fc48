#include "domain/llm/pacing.hpp"

#include <algorithm>
#include <utility>

namespace proactive {

namespace {

constexpr int failures_of_a_burst = 3;  // in a row; fewer are accidents of single calls
constexpr std::chrono::milliseconds first_backoff{250};
constexpr std::chrono::milliseconds longest_backoff{8000};
constexpr int denials_before_success = 2;
constexpr int denials_after_success = 5;
constexpr std::size_t drafts_window = 20;
constexpr long drafts_in_vain = 18;

}  // namespace

bool Pacing::may_begin(int in_flight, TimePoint now) {
  if (stopped_) return false;
  if (calls_left_ <= 0) {
    stopped_ = CallStop::call_limit;
    return false;
  }
  return now >= held_until_ && in_flight < (is_probing_ ? 1 : at_once_);
}

long Pacing::begin() {
  --calls_left_;
  return ++begun_;
}

Charge Pacing::ended(long call, CallEnd end, TimePoint now, std::optional<Milliseconds> asked, double draw) {
  switch (end) {
    case CallEnd::success:
      succeed();
      return Charge::nothing;
    case CallEnd::throttled:
      return throttle(call, now, asked, draw);
    case CallEnd::overloaded:
      return overload(call, now);
    case CallEnd::outage:
      return fail(call, now, asked, draw);
    case CallEnd::rejected:
      reject(now);
  }
  return Charge::a_try;
}

// The service is there, though all of its answers may be of no use.
void Pacing::reject(TimePoint now) {
  is_probing_ = false;
  ++rejections_;
  if (all_successes_ == 0 && rejections_ >= most_first_refusals) return stop_for(OutageCause::refusals);
  give_up(now);
}

void Pacing::denied(long call, CallStop why, bool is_certain, std::size_t in_flight, TimePoint now) {
  if (all_successes_ == 0) {
    ++denials_;
    is_probing_ = true;
    if (is_certain || (denials_ >= denials_before_success && in_flight == 0)) return stop(why);
  } else if (call > burst_end_) {
    burst_end_ = begun_;
    if (++denials_ >= denials_after_success) return stop(why);
  }
  give_up(now);
}

void Pacing::succeed() {
  ++all_successes_;
  failing_since_.reset();
  failures_ = 0;
  denials_ = 0;
  rejections_ = 0;
  backoffs_ = 0;
  is_taking_some_ = true;
  is_probing_ = false;
  if (at_once_ >= limits_.most_at_once) return;
  if (!is_growing_fast_ && ++successes_ < at_once_) return;
  ++at_once_;
  successes_ = 0;
}

Charge Pacing::throttle(long call, TimePoint now, std::optional<Milliseconds> asked, double draw) {
  if (call <= burst_end_) return Charge::nothing;
  bool const is_closed = asked && *asked > limits_.patience;
  if (is_closed && backoffs_ > 0) stop_for(OutageCause::long_pause);
  if (give_up(now)) return Charge::nothing;
  slow_down();
  bool const takes_others = std::exchange(is_taking_some_, false);
  if (asked || !takes_others) back_off(now, asked, draw);
  return Charge::nothing;
}

// A call that had the service for itself was not answered in time for another reason than the others.
Charge Pacing::overload(long call, TimePoint now) {
  bool const was_alone = at_once_ == 1 && call > burst_end_;
  if (call > burst_end_ && !give_up(now)) slow_down();
  return was_alone ? Charge::a_try : Charge::nothing;
}

Charge Pacing::fail(long call, TimePoint now, std::optional<Milliseconds> asked, double draw) {
  if (call <= burst_end_) return Charge::nothing;
  ++failures_;
  bool const is_accident = all_successes_ > 0 && !is_probing_ && failures_ < failures_of_a_burst;
  if (is_accident) {
    failing_since_ = failing_since_.value_or(now);
    return Charge::a_try;
  }
  if (!give_up(now)) {
    burst_end_ = begun_;
    is_probing_ = true;
    back_off(now, asked, draw);
  }
  return Charge::nothing;
}

void Pacing::slow_down() {
  at_once_ = std::max(1, at_once_ / 2);
  is_growing_fast_ = false;
  successes_ = 0;
  burst_end_ = begun_;
}

void Pacing::back_off(TimePoint now, std::optional<Milliseconds> asked, double draw) {
  auto const backoff = std::min(longest_backoff, first_backoff * (1 << std::min(backoffs_, 10)));
  auto const jitter = Milliseconds{static_cast<long>(draw * static_cast<double>(backoff.count()))};
  ++backoffs_;
  // A service that asks for more than there is patience is asked in vain, which the next failure tells.
  auto const wait = asked && *asked <= limits_.patience ? *asked + jitter / 4 : backoff + jitter;
  held_until_ = std::max(held_until_, now + wait);
}

void Pacing::stop_for(OutageCause cause) {
  if (!stopped_) outage_cause_ = cause;
  stop(CallStop::failures);
}

bool Pacing::give_up(TimePoint now) {
  failing_since_ = failing_since_.value_or(now);
  if (now - *failing_since_ < limits_.patience) return false;
  stop_for(OutageCause::no_success);
  return true;
}

bool Pacing::take_retry() {
  if (stopped_ || retries_ >= (expected_ + 9) / 10) return false;
  ++retries_;
  return true;
}

void Pacing::judged(bool is_accepted) {
  refused_.push_back(!is_accepted);
  if (refused_.size() > drafts_window) refused_.pop_front();
  if (refused_.size() == drafts_window && std::count(refused_.begin(), refused_.end(), true) >= drafts_in_vain) {
    stop(CallStop::drafts);
  }
}

}  // namespace proactive
