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

inline GateRules default_rules() { return gate_rules(default_settings()); }

}  // namespace proactive::test
