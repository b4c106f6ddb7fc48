#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/facts.hpp"
#include "domain/settings/settings.hpp"

// The gate: whether, as what and when a relationship may be engaged, as ordered checks that are pure functions of
// facts, settings and an instant. The first check that refuses gives the reason.
namespace proactive {

// One check's answer. `may_change_at`: the earliest instant at which a refusal could become a pass, as far as it is
// known.
struct CheckResult {
  bool passed = false;
  std::optional<Instant> may_change_at;
};

struct GateInput {
  RelationshipFacts const& facts;
  Settings const& settings;
  Instant now;
};

// Whole hours since the last interaction; nullopt when nothing is known of it.
std::optional<long> silent_hours(RelationshipFacts const& facts, Instant now);

// The seed's rule: one hour ahead after 24 hours of silence, else schedule_advance_hours.
Instant delivery_time(RelationshipFacts const& facts, Settings const& settings, Instant now);

// The type of original-service.md, first match wins; with type_rotation a pair last engaged with check_in gets the
// special type that matches it. nullopt: no type applies yet.
std::optional<EngagementType> engagement_type(RelationshipFacts const& facts, Settings const& settings, Instant now);

struct Decision {
  std::optional<Reason> refused;  // none: engage
  EngagementType type = EngagementType::check_in;
  Instant scheduled_for;
  Instant next_check_at;  // when the gate should look at the pair again: after now, at most 24 h ahead
};
Decision decide(GateInput const& input);

// One line of `schedule --explain`.
struct TraceLine {
  Reason reason;
  std::string facts;
  bool passed = false;
  std::optional<Instant> may_change_at;
};
std::vector<TraceLine> explain(GateInput const& input);

// What becomes of a due engagement. Checked just before delivery, on fresh facts.
struct DeliveryDecision {
  enum class Action { send, hold, cancel, expire };
  Action action = Action::send;
  std::optional<Reason> reason;
  Instant scheduled_for;  // when held: the new time
};
DeliveryDecision decide_delivery(DueEngagement const& engagement, GateInput const& input);

}  // namespace proactive
