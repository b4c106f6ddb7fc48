#pragma once

#include "domain/facts.hpp"
#include "domain/settings/settings.hpp"

namespace proactive::test {

// A Monday noon in UTC.
inline Instant const noon = parse_instant("2026-03-02T12:00:00Z").value();

inline Instant hours_before(Instant instant, long hours) { return instant - std::chrono::hours{hours}; }

// A relationship that every check passes: a friend, silent for `silent` hours.
inline RelationshipFacts friendly_facts(long silent = 30) {
  RelationshipFacts facts;
  facts.pair = {"u1", "c1"};
  facts.user_exists = facts.companion_exists = facts.user_active = facts.companion_active = true;
  facts.stage_name = "friend";
  facts.intimacy = 5;
  facts.trust = 5;
  facts.last_interaction = hours_before(noon, silent);
  facts.timezone = "UTC";
  return facts;
}

}  // namespace proactive::test
