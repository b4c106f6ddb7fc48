#pragma once

#include <string>
#include <vector>

#include "app/session.hpp"

namespace proactive::app {

// Becomes psql on the database of the settings; its password is seen in no argument. Throws Error where that cannot be,
// and does not return otherwise.
[[noreturn]] void become_psql(Invocation const& invocation, std::vector<std::string> const& arguments);

}  // namespace proactive::app
