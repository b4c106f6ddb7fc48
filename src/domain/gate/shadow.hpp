#pragma once

#include <optional>
#include <set>
#include <string_view>

#include "domain/gate/checks.hpp"

namespace proactive {

// Reads "gap, unread": names, by commas, of checks that may judge without a say. nullopt: one is none of them.
std::optional<std::set<Reason>> parse_shadow(std::string_view text);

// Whether what it refuses is told and counted, and stops nothing.
bool is_shadow(Check const& check, GateRules const& rules);

}  // namespace proactive
