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

struct CheckOptions {
  bool quick = false;  // without the trial delivery
};

// Everything that a run needs. What the trial delivery writes is rolled back; a failure is a line, not an error.
CheckReport check_everything(Invocation const& invocation, CheckOptions const& options = {});

}  // namespace proactive::app
