#pragma once

#include <optional>

#include "cli/options.hpp"

namespace proactive::cli {

// Reads the command line. Nothing when only help or the version was asked for, which is then printed. Throws Error
// (usage).
std::optional<Options> parse(int argc, char const* const* argv);

}  // namespace proactive::cli
