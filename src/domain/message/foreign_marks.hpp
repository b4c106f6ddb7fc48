#pragma once

#include <optional>
#include <string>

namespace proactive {

// The first placeholder of another tool in a text, such as "{user}", "[Name]", "*|FNAME|*", "%name%", "<name>" or
// "$name", at most 40 characters of it; nothing where there is none. Pure.
std::optional<std::string> foreign_mark(std::string const& text);

}  // namespace proactive
