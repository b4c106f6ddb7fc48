#pragma once

#include <string>

namespace proactive::app {

// Who changes something: the person behind sudo, else the system's user.
std::string operator_name();

}  // namespace proactive::app
