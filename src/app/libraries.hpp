#pragma once

#include "base/library.hpp"

namespace proactive::app {

// Every library that the program runs with, but for the one that reads its command line.
std::vector<Library> libraries();

}  // namespace proactive::app
