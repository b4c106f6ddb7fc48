#pragma once

#include "base/errors.hpp"
#include "cli/parse.hpp"

namespace proactive::cli {

// Throws Error (internal) where stdout could not be written. That nobody reads it any more, as after `| head`, is no
// error: the exit code is then that of the work.
void require_written();

// Runs what was chosen, which prints its results on stdout, and sees that they and the log could be written.
ExitCode run(Chosen const& chosen);

// An error as it reaches the operator: a JSON line in the log, and plain text where stderr is a terminal.
void report_error(Error const& error);

}  // namespace proactive::cli
