#include "domain/gate.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace proactive {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

// A refused pair is looked at again at the latest after a day, since the host may change any fact at any time, and at
// the earliest after five minutes, so that a pair whose facts are overdue does not clog the head of the queue.
constexpr hours longest_wait{24};
constexpr minutes shortest_wait{5};

constexpr CheckResult pass{true, std::nullopt};
constexpr CheckResult refuse{false, std::nullopt};

CheckResult pass_if(bool condition) { return condition ? pass : refuse; }

// The rule of 24 hours is the original's own number, not a setting.
constexpr long long_silence_hours = 24;

Instant silence_reaches(RelationshipFacts const& facts, long threshold_hours) {
  return *facts.last_interaction + hours{threshold_hours};
}

long deliveries_on_day_of(RelationshipFacts const& facts, Instant instant) {
  auto const day = local_day(instant, facts.timezone);
  return std::count_if(facts.user_deliveries.begin(), facts.user_deliveries.end(),
                       [&](Instant at) { return at >= day.begin && at < day.end; });
}

// Special types need more than silence: emotional_support a partner and intimacy of 8 or more, memory_reminder a close
// friend or intimate and a usable memory, topic_suggestion a friend. With the silence that each needs.
struct SpecialType {
  EngagementType type;
  int after_hours;
};
std::optional<SpecialType> special_type(RelationshipFacts const& facts, Settings const& settings) {
  auto const stage = facts.stage();
  if (stage == Stage::partner && facts.intimacy >= 8) {
    return SpecialType{EngagementType::emotional_support, settings.gate.emotional_support_after_hours};
  }
  // The original asked for no memory; without one there is nothing to remind of.
  bool const remembers = facts.has_memory || !settings.gate.type_rotation;
  if ((stage == Stage::close_friend || stage == Stage::intimate) && remembers) {
    return SpecialType{EngagementType::memory_reminder, settings.gate.memory_reminder_after_hours};
  }
  if (stage == Stage::friend_) return SpecialType{EngagementType::topic_suggestion, settings.gate.min_interval_hours};
  return std::nullopt;
}

// When the first type that could apply to the pair does so, by silence alone.
std::optional<Instant> first_type_at(RelationshipFacts const& facts, Settings const& settings) {
  if (!facts.last_interaction) return std::nullopt;
  long threshold = settings.gate.check_in_after_hours;
  if (auto const special = special_type(facts, settings)) threshold = std::min<long>(threshold, special->after_hours);
  return silence_reaches(facts, std::max<long>(threshold, settings.gate.min_interval_hours));
}

CheckResult check_enabled(GateInput const& in) { return pass_if(in.settings.gate.enabled); }
CheckResult check_gone(GateInput const& in) {
  return pass_if(in.facts.exists && in.facts.user_exists && in.facts.companion_exists);
}
CheckResult check_inactive(GateInput const& in) { return pass_if(in.facts.user_active && in.facts.companion_active); }
CheckResult check_stage(GateInput const& in) {
  auto const stage = in.facts.stage();
  return pass_if(stage && *stage >= in.settings.gate.min_relationship_stage);
}
CheckResult check_intimacy(GateInput const& in) {
  return pass_if(in.facts.intimacy >= in.settings.gate.min_intimacy_level);
}
CheckResult check_trust(GateInput const& in) { return pass_if(in.facts.trust >= in.settings.gate.min_trust_level); }

CheckResult check_interval(GateInput const& in) {
  auto const silent = silent_hours(in.facts, in.now);
  if (!silent) return refuse;
  if (*silent >= in.settings.gate.min_interval_hours) return pass;
  return {false, silence_reaches(in.facts, in.settings.gate.min_interval_hours)};
}

CheckResult check_pending(GateInput const& in) {
  return in.facts.pair_open ? CheckResult{false, in.facts.next_delivery} : pass;
}

CheckResult check_user_limit(GateInput const& in) {
  if (in.facts.user_open < in.settings.gate.max_engagements_per_user) return pass;
  return {false, in.facts.next_delivery};
}

CheckResult check_day_limit(GateInput const& in) {
  auto const planned = delivery_time(in.facts, in.settings, in.now);
  if (deliveries_on_day_of(in.facts, planned) < in.settings.gate.max_engagements_per_day) return pass;
  return {false, in.now + (local_day(planned, in.facts.timezone).end - planned)};
}

CheckResult check_type(GateInput const& in) {
  if (engagement_type(in.facts, in.settings, in.now)) return pass;
  return {false, first_type_at(in.facts, in.settings)};
}

std::string yes_no(bool value) { return value ? "yes" : "no"; }
std::string hours_text(std::optional<long> value) { return value ? std::to_string(*value) + " h" : "unknown"; }
std::string threshold_text(std::string const& what, auto value, std::string const& sign, auto threshold) {
  return what + " " + std::to_string(value) + ", " + sign + " " + std::to_string(threshold);
}

std::string facts_enabled(GateInput const& in) { return "enabled " + yes_no(in.settings.gate.enabled); }
std::string facts_gone(GateInput const& in) {
  return "user exists " + yes_no(in.facts.user_exists) + ", companion exists " + yes_no(in.facts.companion_exists);
}
std::string facts_inactive(GateInput const& in) {
  return "user active " + yes_no(in.facts.user_active) + ", companion active " + yes_no(in.facts.companion_active);
}
std::string facts_stage(GateInput const& in) {
  return "stage " + printable(in.facts.stage_name) + ", at least " +
         std::string{name_of(in.settings.gate.min_relationship_stage)};
}
std::string facts_intimacy(GateInput const& in) {
  return threshold_text("intimacy", in.facts.intimacy, "at least", in.settings.gate.min_intimacy_level);
}
std::string facts_trust(GateInput const& in) {
  return threshold_text("trust", in.facts.trust, "at least", in.settings.gate.min_trust_level);
}
std::string facts_interval(GateInput const& in) {
  return "silent for " + hours_text(silent_hours(in.facts, in.now)) + ", at least " +
         std::to_string(in.settings.gate.min_interval_hours) + " h";
}
std::string facts_pending(GateInput const& in) { return "open engagement of the pair " + yes_no(in.facts.pair_open); }
std::string facts_user_limit(GateInput const& in) {
  return threshold_text("open engagements of the user", in.facts.user_open, "below",
                        in.settings.gate.max_engagements_per_user);
}
std::string facts_day_limit(GateInput const& in) {
  auto const planned = delivery_time(in.facts, in.settings, in.now);
  return threshold_text(
      "deliveries on the user's day of " + format_local(planned, in.facts.timezone) + " (" + in.facts.timezone + ")",
      deliveries_on_day_of(in.facts, planned), "below", in.settings.gate.max_engagements_per_day);
}
std::string facts_type(GateInput const& in) {
  auto const type = engagement_type(in.facts, in.settings, in.now);
  auto text = "type " + std::string{type ? name_of(*type) : "none"};
  text += ", last engaged with " + std::string{in.facts.last_type ? name_of(*in.facts.last_type) : "nothing"};
  return text + ", usable memory " + yes_no(in.facts.has_memory);
}

struct Check {
  Reason reason;
  CheckResult (*test)(GateInput const&);
  std::string (*facts)(GateInput const&);
};

// The order is documented in proactive-schedule(1): first what is forbidden, then what is too soon, then limits, then
// the type.
constexpr std::array checks{
    Check{Reason::disabled, check_enabled, facts_enabled},
    Check{Reason::gone, check_gone, facts_gone},
    Check{Reason::inactive, check_inactive, facts_inactive},
    Check{Reason::stage, check_stage, facts_stage},
    Check{Reason::intimacy, check_intimacy, facts_intimacy},
    Check{Reason::trust, check_trust, facts_trust},
    Check{Reason::interval, check_interval, facts_interval},
    Check{Reason::pending, check_pending, facts_pending},
    Check{Reason::user_limit, check_user_limit, facts_user_limit},
    Check{Reason::day_limit, check_day_limit, facts_day_limit},
    Check{Reason::no_type, check_type, facts_type},
};

// The checks whose refusal cancels what was already scheduled.
bool cancels(Reason reason) {
  return reason == Reason::gone || reason == Reason::inactive || reason == Reason::stage ||
         reason == Reason::intimacy || reason == Reason::trust;
}

Instant next_check(std::optional<Instant> may_change_at, Instant now) {
  return std::clamp(may_change_at.value_or(now + longest_wait), now + shortest_wait, now + longest_wait);
}

}  // namespace

std::optional<long> silent_hours(RelationshipFacts const& facts, Instant now) {
  if (!facts.last_interaction) return std::nullopt;
  return whole_hours(*facts.last_interaction, now);
}

Instant delivery_time(RelationshipFacts const& facts, Settings const& settings, Instant now) {
  bool const long_silent = silent_hours(facts, now).value_or(0) >= long_silence_hours;
  return now + hours{long_silent ? 1 : settings.runs.schedule_advance_hours};
}

std::optional<EngagementType> engagement_type(RelationshipFacts const& facts, Settings const& settings, Instant now) {
  auto const silent = silent_hours(facts, now);
  if (!silent || *silent < settings.gate.min_interval_hours) return std::nullopt;
  auto const special = special_type(facts, settings);
  bool const special_applies = special && *silent >= special->after_hours;
  bool const check_in_applies = *silent >= settings.gate.check_in_after_hours;
  // A topic_suggestion does not take turns with check_in: it applies at a short silence, and so before it.
  bool const takes_turns = special_applies && special->type != EngagementType::topic_suggestion;
  bool const turn_of_special =
      settings.gate.type_rotation && takes_turns && facts.last_type == EngagementType::check_in;
  if (check_in_applies && !turn_of_special) return EngagementType::check_in;
  if (special_applies) return special->type;
  return std::nullopt;
}

Decision decide(GateInput const& input) {
  for (auto const& check : checks) {
    auto const result = check.test(input);
    if (!result.passed) return {check.reason, {}, {}, next_check(result.may_change_at, input.now)};
  }
  auto const scheduled_for = delivery_time(input.facts, input.settings, input.now);
  return {std::nullopt, *engagement_type(input.facts, input.settings, input.now), scheduled_for,
          next_check(scheduled_for, input.now)};
}

std::vector<TraceLine> explain(GateInput const& input) {
  std::vector<TraceLine> trace;
  for (auto const& check : checks) {
    auto const result = check.test(input);
    trace.push_back({check.reason, check.facts(input), result.passed, result.may_change_at});
  }
  return trace;
}

DeliveryDecision decide_delivery(DueEngagement const& engagement, GateInput const& input) {
  using Action = DeliveryDecision::Action;
  for (auto const& check : checks) {
    if (cancels(check.reason) && !check.test(input).passed) return {Action::cancel, check.reason, {}};
  }
  // They have talked since it was written: what it says, and why it was due, no longer holds.
  if (input.facts.last_interaction && *input.facts.last_interaction > engagement.created_at) {
    return {Action::cancel, Reason::superseded, {}};
  }
  if (input.now - engagement.scheduled_for >= hours{input.settings.runs.expire_after_hours}) {
    return {Action::expire, Reason::expired, {}};
  }
  if (deliveries_on_day_of(input.facts, input.now) >= input.settings.gate.max_engagements_per_day) {
    auto const later = next_local_day(engagement.scheduled_for, input.facts.timezone);
    return {Action::hold, Reason::day_limit, std::max(later, local_day(input.now, input.facts.timezone).end)};
  }
  return {};
}

}  // namespace proactive
