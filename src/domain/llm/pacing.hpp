#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <string_view>

#include "base/names.hpp"

// When a run may call the LLM's service, and how often. Pure: the caller tells what happened.
namespace proactive {

// Why a run's calls have ended (the names are stored, and frozen). The messages that are left are written by templates.
enum class CallStop {
  forbidden,   // the key or the quota: no call will succeed
  failures,    // half of the last 20 calls failed
  call_limit,  // llm_max_calls_per_run
};

template <>
struct Names<CallStop> {
  static constexpr auto table = std::to_array<Named<CallStop>>(
      {{CallStop::forbidden, "forbidden"}, {CallStop::failures, "failures"}, {CallStop::call_limit, "call_limit"}});
};

// How a call ended, as far as pacing goes. A draft that is refused is a call that succeeded.
enum class CallEnd { success, throttled, failure, forbidden };

class Pacing {
 public:
  // Up to `most_at_once` calls at the same time (from 1 on), `most_calls` in all.
  Pacing(int most_at_once, long most_calls)
      : most_at_once_(most_at_once), at_once_(most_at_once), calls_left_(most_calls) {}

  // So many more messages are to be written. Retries after failures are at most a tenth of them (rounded up).
  void expect(long messages) { expected_ += messages; }

  // Whether one more call may begin. The call limit stops the run's calls here.
  bool may_begin(int in_flight);

  // A call begins; the number tells ended() which one it was. Of calls that were under way together only the first that
  // is throttled counts: the concurrency is halved once, and one failure is remembered.
  long begin();

  void ended(long call, CallEnd end);

  // Whether a failed call may be repeated, which takes one from the retries that are left.
  bool take_retry();

  [[nodiscard]] std::optional<CallStop> stopped() const { return stopped_; }
  [[nodiscard]] int at_once() const { return at_once_; }

 private:
  void slow_down();
  void remember(bool failed);

  int most_at_once_;
  int at_once_;
  long calls_left_;
  long expected_ = 0;
  long retries_ = 0;
  long begun_ = 0;
  long slowed_at_ = 0;  // the number of calls begun when the concurrency was last halved
  int successes_ = 0;   // since the concurrency changed
  std::deque<bool> failed_;
  std::optional<CallStop> stopped_;
};

// How long to wait before a failed call is repeated: what the service asks for (at most 20 s; nothing where it asks for
// more, since a template is better than a late message), and up to one second more. `draw` is from [0, 1): full jitter.
std::optional<std::chrono::milliseconds> retry_delay(std::chrono::seconds retry_after, double draw);

}  // namespace proactive
