#pragma once

#include "domain/facts.hpp"
#include "domain/gate/rules.hpp"

namespace proactive::test {

// A Monday noon in UTC.
inline Instant const noon = parse_instant("2026-03-02T12:00:00Z").value();

inline Instant hours_before(Instant instant, long hours) { return instant - std::chrono::hours{hours}; }

// A pair that every check passes: a friend, silent for `silent` hours.
inline PairFacts friendly_facts(long silent = 30) {
  PairFacts facts;
  facts.pair = {"u1", "c1"};
  facts.user_wrote_at = hours_before(noon, silent);
  facts.timezone = "UTC";
  return facts;
}

// The defaults, but that messages come at the seed's exact instant.
inline GateRules default_rules() {
  auto rules = gate_rules(default_settings());
  rules.care.send_time = SendTime::advance;
  return rules;
}

// The original's, without all later rules.
inline GateRules seed_rules() {
  auto rules = default_rules();
  rules.care = {};
  rules.care.send_time = SendTime::advance;
  rules.quiet_hours = {};
  rules.unanswered_waits.clear();
  return rules;
}

}  // namespace proactive::test
