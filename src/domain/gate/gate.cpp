#include "domain/gate/gate.hpp"

#include <algorithm>

#include "domain/engagement/types.hpp"

namespace proactive {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

// A refused pair is looked at again at the latest after a day, since the app may change any fact at any time, and at
// the earliest after five minutes, so that a pair whose facts are overdue does not clog the head of the queue.
constexpr hours longest_wait{24};
constexpr minutes shortest_wait{5};
// A pair whose user writes is looked at at once, so this long only where nothing else can change the answer.
constexpr hours wait_for_user{30 * 24};

// The refusals of all checks for one pair.
struct Refusals {
  std::optional<Reason> first;
  std::optional<Instant> latest_change;
  bool needs_user = false;

  void add(Check const& check, CheckResult const& result) {
    if (!first) first = check.reason;
    latest_change = std::max(latest_change, result.may_change_at);  // an unknown one is before all others
    if (check.changes == Changes::by_user && !result.may_change_at) needs_user = true;
  }

  // Whatever else refuses does not matter before the user has changed what only they can.
  [[nodiscard]] Instant next_check(Instant now) const {
    if (needs_user) return now + wait_for_user;
    return std::clamp(latest_change.value_or(now + longest_wait), now + shortest_wait, now + longest_wait);
  }
};

// Delivery does not touch it: late enough that the wait after the message is over, within a day.
Instant check_after_delivery(Instant scheduled_for, GateRules const& rules) {
  return scheduled_for + std::clamp<minutes>(hours{rules.gate.min_interval_hours}, shortest_wait, longest_wait);
}

std::optional<CheckResult> refusal_of(Check const& check, GateInput const& input) {
  auto const result = check.test(input);
  return result.passed ? std::nullopt : std::optional{result};
}

}  // namespace

Decision decide(GateInput const& input) {
  Refusals refusals;
  for (auto const& check : checks()) {
    if (auto const refusal = refusal_of(check, input)) refusals.add(check, *refusal);
  }
  if (refusals.first) return {refusals.first, {}, {}, refusals.next_check(input.now)};
  auto const scheduled_for = delivery_time(input.facts, input.rules, input.now);
  return {std::nullopt, *engagement_type(input.facts, input.rules, input.now), scheduled_for,
          check_after_delivery(scheduled_for, input.rules)};
}

std::vector<TraceLine> explain(GateInput const& input) {
  std::vector<TraceLine> trace;
  for (auto const& check : checks()) {
    auto const result = check.test(input);
    trace.push_back({check.reason, check.facts(input), result.passed, result.may_change_at});
  }
  return trace;
}

DeliveryDecision decide_delivery(DueEngagement const& engagement, GateInput const& input) {
  using Action = DeliveryDecision::Action;
  GateInput const in{input.facts, input.rules, input.now, &engagement};
  for (auto const& check : checks()) {
    if (check.at_delivery == AtDelivery::cancel && refusal_of(check, in)) return {Action::cancel, check.reason, {}};
  }
  // The user has spoken since it was written: what it says, and why it was due, no longer holds.
  auto const sign = user_sign(in.facts);
  if (sign && *sign > engagement.created_at) return {Action::cancel, Reason::superseded, {}};
  if (in.now - engagement.scheduled_for >= hours{in.rules.expire_after_hours}) {
    return {Action::expire, Reason::expired, {}};
  }
  for (auto const& check : checks()) {
    if (check.at_delivery != AtDelivery::hold) continue;
    if (auto const refusal = refusal_of(check, in)) {
      auto const same_time = next_local_day(engagement.scheduled_for, in.facts.zone());
      return {Action::hold, check.reason, std::max(same_time, refusal->may_change_at.value_or(same_time))};
    }
  }
  return {};
}

}  // namespace proactive
