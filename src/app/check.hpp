#pragma once

#include <string>
#include <vector>

#include "app/session.hpp"

namespace proactive::app {

enum class CheckState { ok, warning, failure };

// One line of `config check`.
struct CheckLine {
  CheckState state = CheckState::ok;
  std::string subject;
  std::string detail;  // what was found, and what to do about it
};

struct CheckReport {
  std::vector<CheckLine> lines;
  ExitCode code = ExitCode::ok;  // unavailable without a connection, configuration with another failure
};

// Everything that a run needs. Reads only; a failure is a line, not an error.
CheckReport check_everything(Invocation const& invocation);

}  // namespace proactive::app
