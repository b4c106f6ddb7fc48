#pragma once

#include <string>

namespace proactive::app {

// Who changes something: the person behind sudo where this is root, else the user who runs the program.
std::string operator_name();

// The same of a real user id and a variable SUDO_USER, perhaps null.
std::string author_of(unsigned user_id, char const* sudo_user);

}  // namespace proactive::app
