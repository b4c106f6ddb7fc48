#pragma once

#include <optional>
#include <string>

#include "base/time.hpp"
#include "domain/facts.hpp"
#include "domain/settings/groups.hpp"

namespace proactive {

// The zone that a user's days are counted in, and what is done where it is not known to be theirs.
struct UserZone {
  std::string name = "UTC";
  std::optional<UnknownZone> unknown = {};
};

UserZone user_zone(PairFacts const& facts, CareSettings const& care);

// For people, who must not take a default for what is known: "Europe/Berlin", or "UTC by default".
std::string zone_in_words(UserZone const& zone);

// When it is for the user: "2026-03-02 13:00 in Europe/Berlin", or "time zone unknown, by activity".
std::string time_in_words(Instant at, UserZone const& zone);

}  // namespace proactive
