#pragma once

#include <string_view>

namespace proactive {

// What the schema's owner runs to make a role an operator.
constexpr std::string_view making_an_operator =
    "psql -v operator=NAME -f /usr/share/proactive/roles.sql (sql/roles.sql in a checkout)";

}  // namespace proactive
