#include "domain/gate/gate.hpp"

#include <algorithm>
#include <utility>

#include "domain/engagement/type_choice.hpp"
#include "domain/engagement/types.hpp"
#include "domain/gate/check_groups.hpp"
#include "domain/gate/limits.hpp"
#include "domain/gate/shadow.hpp"
#include "domain/gate/slots.hpp"
#include "domain/policy/terms.hpp"
#include "domain/safety.hpp"

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

Instant look_again(std::optional<Instant> const& change, Instant now) {
  return std::clamp(change.value_or(now + longest_wait), now + shortest_wait, now + longest_wait);
}

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
    return look_again(latest_change, now);
  }
};

// Delivery does not touch it: late enough that the wait after the message is over, within a day.
Instant check_after_delivery(Instant scheduled_for, GateRules const& rules) {
  return scheduled_for + std::clamp<minutes>(hours{rules.gate.min_interval_hours}, shortest_wait, longest_wait);
}

// Nothing where the check has no say.
std::optional<CheckResult> refusal_of(Check const& check, GateInput const& input) {
  if (is_shadow(check, input.rules)) return std::nullopt;
  auto const result = check.test(input);
  return result.passed ? std::nullopt : std::optional{result};
}

// What those without a say would have refused, of the checks that are looked at.
template <typename IsLookedAt>
std::vector<Reason> shadow_refusals(GateInput const& input, IsLookedAt const& is_looked_at) {
  std::vector<Reason> reasons;
  if (input.rules.shadow.empty()) return reasons;
  for (auto const& check : checks()) {
    if (is_looked_at(check) && is_shadow(check, input.rules) && !check.test(input).passed)
      reasons.push_back(check.reason);
  }
  return reasons;
}

// Until when a message says the right thing: it is worth something, and was written for this day and part of the day.
// On all clocks both begin at a quarter of an hour.
Instant reads_well_until(DueEngagement const& engagement, GateInput const& in) {
  auto const zone = in.facts.zone();
  auto& clock = clock_of(zone);
  auto const day = clock.at(engagement.slot()).day;
  auto const part = time_of_day(engagement.slot(), zone);
  auto const last = engagement.slot() + valid_for(engagement.type, in.rules);
  auto end = next_quarter(engagement.slot());
  while (end < last && clock.at(end).day == day && time_of_day(end, zone) == part) end = next_quarter(end);
  return std::min(end, last);
}

// Whether a run that comes late would deliver an evening in the morning.
bool is_stale(DueEngagement const& engagement, GateInput const& in) {
  auto const tolerance = in.rules.care.stale_after_minutes;
  if (!tolerance || in.now - engagement.scheduled_for <= minutes{*tolerance}) return false;
  return in.now >= reads_well_until(engagement, in);
}

// What protects the user now, by a policy or their age, may not have when the message was written.
bool is_reviewed(DueEngagement const& engagement, GateInput const& in) {
  auto const refused = refused_besides(in.facts, in.rules, in.now);
  return std::includes(engagement.reviewed_for.begin(), engagement.reviewed_for.end(), refused.begin(), refused.end());
}

DeliveryDecision held(DueEngagement const& engagement, GateInput const& in, Check const& check,
                      CheckResult const& refusal) {
  using Action = DeliveryDecision::Action;
  auto const earliest = std::max(in.now + minutes{1}, refusal.may_change_at.value_or(in.now));
  auto const slot = next_slot(in, earliest, reads_well_until(engagement, in));
  if (!slot) return {Action::cancel, Reason::stale, {}};
  return {Action::hold, check.reason, *slot};
}

}  // namespace

Decision decide(GateInput const& input) {
  Refusals refusals;
  for (auto const& check : checks()) {
    if (!judges_pair(check.judges)) continue;
    if (auto const refusal = refusal_of(check, input)) refusals.add(check, *refusal);
  }
  if (refusals.first) return {refusals.first, {}, false, {}, refusals.next_check(input.now)};
  auto const choice = choose_slot(input);
  if (!choice.slot) return {choice.refused, {}, false, {}, look_again(choice.may_change_at, input.now)};
  auto at_slot = input;
  at_slot.slot = choice.slot;
  auto type = *choose_type(input.facts, input.rules, input.now, *choice.slot);
  return {std::nullopt,
          type.type,
          is_distressed(input.facts, input.rules, input.now),
          *choice.slot,
          check_after_delivery(*choice.slot, input.rules),
          choice.hour,
          shadow_refusals(at_slot, [](Check const& check) { return check.judges != Judges::due; }),
          std::move(type.drawn)};
}

std::vector<TraceLine> explain(GateInput const& input) {
  std::vector<TraceLine> trace;
  auto at_slot = input;
  at_slot.slot = choose_slot(input).slot;
  for (auto const& check : checks()) {
    if (check.judges == Judges::due) continue;
    auto const& in = check.judges == Judges::slot ? at_slot : input;
    auto const result = check.test(in);
    trace.push_back({check.reason, check.facts(in), result.passed, result.may_change_at, is_shadow(check, in.rules)});
  }
  return trace;
}

DeliveryDecision decide_delivery(DueEngagement const& engagement, GateInput const& input) {
  using Action = DeliveryDecision::Action;
  GateInput const in{input.facts, input.rules, input.now, &engagement};
  for (auto const& check : checks()) {
    if (check.at_delivery == AtDelivery::cancel && refusal_of(check, in)) return {Action::cancel, check.reason, {}};
  }
  if (in.now - engagement.slot() >= valid_for(engagement.type, in.rules)) {
    return {Action::expire, Reason::expired, {}};
  }
  for (auto const& check : checks()) {
    if (check.at_delivery != AtDelivery::hold) continue;
    if (auto const refusal = refusal_of(check, in)) return held(engagement, in, check, *refusal);
  }
  if (is_stale(engagement, in) || !is_reviewed(engagement, in)) return {Action::cancel, Reason::stale, {}};
  auto const at_delivery = [](Check const& check) { return check.at_delivery != AtDelivery::nothing; };
  return {Action::send, std::nullopt, {}, shadow_refusals(in, at_delivery)};
}

PushDecision decide_push(DueEngagement const& delivered, GateInput const& input) {
  using Action = PushDecision::Action;
  GateInput const in{input.facts, input.rules, input.now, &delivered};
  for (auto const& check : consent_checks()) {
    if (check.at_delivery == AtDelivery::cancel && refusal_of(check, in)) return {Action::drop, check.reason, {}};
  }
  for (auto const& check : moment_checks()) {
    if (check.reason != Reason::quiet_hours) continue;
    auto const refusal = refusal_of(check, in);
    if (refusal) return {Action::hold, check.reason, look_again(refusal->may_change_at, in.now)};
  }
  return {};
}

}  // namespace proactive
