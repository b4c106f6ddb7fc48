#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace proactive {

// Whether a message greets with a part of the day ("morning", "afternoon", "evening") in which it is not read, in the
// user's language or in English. `part`: as time_of_day() tells it, nullopt at night.
bool greets_wrongly(std::string const& message, std::string const& language, std::optional<std::string> const& part);

}  // namespace proactive
