#pragma once

#include <optional>
#include <set>
#include <string_view>

#include "domain/message/brief.hpp"
#include "domain/settings/groups.hpp"

namespace proactive {

// Reads the setting approval_types. nullopt: it names something else.
std::optional<std::set<EngagementType>> parse_types(std::string_view text);

// Whether a message waits until an operator has approved it: by the settings, or since its template asks for it.
bool awaits_approval(Draft const& draft, EngagementType type, MessageSettings const& settings);

}  // namespace proactive
