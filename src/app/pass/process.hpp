#pragma once

#include "app/pass/pass.hpp"
#include "app/pass/reports.hpp"

namespace proactive::app {

struct ProcessResult {
  Json report;  // as documented, with duration_ms
  ProcessReport counts;
  ExitCode code = ExitCode::ok;
};

// due → recheck → deliver, batch after batch, until nothing is due or the limit is reached. A batch is one transaction.
ProcessResult run_process(Session& session, std::string const& run_id, PassOptions const& options);

}  // namespace proactive::app
