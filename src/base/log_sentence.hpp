#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/log_level.hpp"

namespace proactive::log {

// A line of the log for who sits at a terminal, and safe for it: "warning: no message: no template fits (user_id 42)".
// What an event is about (message, hint, error, problem, reason) is the sentence, its other fields stand behind it.
std::string sentence_of(Level level, std::string_view event, Json const& fields);

}  // namespace proactive::log
