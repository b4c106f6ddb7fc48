#pragma once

#include "base/errors.hpp"
#include "cli/options.hpp"

namespace proactive::cli {

// Runs one command and prints its results on stdout.
ExitCode run(Options const& options);

// An error as it reaches the operator: a JSON line in the log, and plain text where stderr is a terminal.
void report_error(Error const& error);

}  // namespace proactive::cli
