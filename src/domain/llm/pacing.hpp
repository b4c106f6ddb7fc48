#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>

#include "base/names.hpp"

// When a run may call the LLM's service, and how often. Pure: the caller tells what happened, and when.
namespace proactive {

// Why a run's calls have ended (the names are stored, and frozen). The messages that are left are written by templates.
enum class CallStop {
  forbidden,      // the key: no call will succeed
  no_credit,      // the same
  unknown_model,  // the same
  no_endpoint,    // the same
  no_moderation,  // what moderation=openai asks for is not there
  drafts,         // nearly all of the last 20 drafts were refused
  failures,       // the service fails: see OutageCause
  call_limit      // llm_max_calls_per_run
};

template <>
struct Names<CallStop> {
  static constexpr auto table = std::to_array<Named<CallStop>>({{CallStop::forbidden, "forbidden"},
                                                                {CallStop::no_credit, "no_credit"},
                                                                {CallStop::unknown_model, "unknown_model"},
                                                                {CallStop::no_endpoint, "no_endpoint"},
                                                                {CallStop::no_moderation, "no_moderation"},
                                                                {CallStop::drafts, "drafts"},
                                                                {CallStop::failures, "failures"},
                                                                {CallStop::call_limit, "call_limit"}});
};

// Why the service is given up where nobody has to act.
enum class OutageCause {
  no_success,  // for llm_outage_seconds
  refusals,    // it answers, and took none of the first requests
  long_pause   // it asks again and again for a longer one than llm_outage_seconds
};
inline constexpr int most_first_refusals = 20;

// How a call ended, as far as pacing goes. A draft that is refused is a call that succeeded.
enum class CallEnd {
  success,
  throttled,   // the service asks for fewer calls
  overloaded,  // no answer in time: perhaps too many at once
  outage,      // 5xx, no connection, a connection that broke
  rejected     // the service has answered: it does not want this request
};

// What a failed call costs its message.
enum class Charge { a_try, nothing };

class Pacing {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using Milliseconds = std::chrono::milliseconds;

  struct Limits {
    int first_at_once = 4;  // calls at the same time that it begins with
    int most_at_once = 16;
    long most_calls = 0;            // of the run
    Milliseconds patience{60'000};  // without a success, before the service is given up
  };
  explicit Pacing(Limits const& limits)
      : limits_(limits),
        at_once_(std::min(limits.first_at_once, limits.most_at_once)),
        calls_left_(limits.most_calls) {}

  // So many more messages are to be written. Repetitions of calls that failed alone are at most a tenth of them
  // (rounded up).
  void expect(long messages) { expected_ += messages; }

  // Whether one more call may begin. The call limit stops the run's calls here.
  bool may_begin(int in_flight, TimePoint now);
  // Until when no call may begin.
  [[nodiscard]] TimePoint held_until() const { return held_until_; }

  // A call begins; the number tells ended() which one it was.
  long begin();

  // Calls that were under way together and failed together have failed once: the concurrency is halved once, and one
  // probe follows a backoff. Where a service turns away some calls and takes others, only the concurrency falls.
  // `asked`: how long the service asks to be left alone. `draw` is from [0, 1): jitter.
  Charge ended(long call, CallEnd end, TimePoint now, std::optional<Milliseconds> asked = {}, double draw = 0);

  // Whether a failed call that is charged may be repeated, which takes one from the retries that are left.
  bool take_retry();

  // The service says that it will not serve us, as it says it of a key or of a model. What is certain stops the calls
  // unless there was a success before; what may be about one request alone, when it comes again and again instead of
  // one, and none of the `in_flight` other calls may bring one.
  void denied(long call, CallStop why, bool is_certain, std::size_t in_flight, TimePoint now);

  // A draft was accepted or refused.
  void judged(bool is_accepted);

  void stop(CallStop why) { stopped_ = stopped_.value_or(why); }
  // Where it was stopped for failures.
  [[nodiscard]] OutageCause outage_cause() const { return outage_cause_; }
  [[nodiscard]] std::optional<CallStop> stopped() const { return stopped_; }
  [[nodiscard]] int at_once() const { return at_once_; }
  // So far.
  [[nodiscard]] long successes() const { return all_successes_; }

 private:
  void succeed();
  Charge throttle(long call, TimePoint now, std::optional<Milliseconds> asked, double draw);
  Charge overload(long call, TimePoint now);
  Charge fail(long call, TimePoint now, std::optional<Milliseconds> asked, double draw);
  void reject(TimePoint now);
  void slow_down();
  void back_off(TimePoint now, std::optional<Milliseconds> asked, double draw);
  void stop_for(OutageCause cause);
  bool give_up(TimePoint now);

  Limits limits_;
  int at_once_;
  bool is_growing_fast_ = true;  // until the service is first found to be slower than that
  int successes_ = 0;            // since the concurrency changed
  long all_successes_ = 0;

  long calls_left_;
  long begun_ = 0;
  long expected_ = 0;
  long retries_ = 0;

  // Since the last success:
  std::optional<TimePoint> failing_since_;
  int failures_ = 0;  // that count
  int denials_ = 0;   // of which those that were under way together count once
  int rejections_ = 0;
  int backoffs_ = 0;
  bool is_taking_some_ = false;  // a call has succeeded since one was turned away
  bool is_probing_ = false;      // one call at a time
  long burst_end_ = 0;           // calls up to this number belong to what has been counted

  TimePoint held_until_{};
  std::deque<bool> refused_;  // the last drafts
  std::optional<CallStop> stopped_;
  OutageCause outage_cause_ = OutageCause::no_success;
};

}  // namespace proactive
