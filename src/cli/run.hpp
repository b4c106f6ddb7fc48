#pragma once

#include "base/errors.hpp"
#include "cli/parse.hpp"

namespace proactive::cli {

// Runs what was chosen, which prints its results on stdout, and sees that they and the log could be written.
ExitCode run(Chosen const& chosen);

// An error as it reaches the operator: a JSON line in the log, and plain text where stderr is a terminal.
void report_error(Error const& error);

}  // namespace proactive::cli
