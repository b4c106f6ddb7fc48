#pragma once

#include <vector>

#include "app/session.hpp"
#include "base/errors.hpp"
#include "base/finding.hpp"

namespace proactive::app {

struct CheckReport {
  std::vector<Finding> lines;
  ExitCode code = ExitCode::ok;  // unavailable without a connection, configuration with another failure
};

// Everything that a run needs. Reads only; a failure is a line, not an error.
CheckReport check_everything(Invocation const& invocation);

}  // namespace proactive::app
