#pragma once

#include <map>
#include <optional>
#include <string_view>

#include "domain/types.hpp"

namespace proactive {

// How often a type is drawn beside the others that apply to a pair; empty: none is drawn, the first one is taken.
using TypeWeights = std::map<EngagementType, int>;

// Reads "check_in=2,memory_reminder=1": whole numbers from 0 to 1000, each type once. nullopt: it is something else.
std::optional<TypeWeights> parse_type_weights(std::string_view text);

// Types that are not named weigh 1.
int weight_of(TypeWeights const& weights, EngagementType type);

}  // namespace proactive
