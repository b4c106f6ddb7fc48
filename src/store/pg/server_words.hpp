#pragma once

#include <string>
#include <string_view>

namespace proactive::store {

// Without the statements that PostgreSQL quotes, one of which may be a whole file, and without the marks below their
// lines: what is said, at which line, and in which function.
std::string without_quoted_statements(std::string_view text);

}  // namespace proactive::store
