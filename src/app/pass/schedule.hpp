#pragma once

#include "app/pass/pass.hpp"
#include "app/pass/reports.hpp"
#include "store/pairs.hpp"

namespace proactive::app {

struct ScheduleOptions {
  PassOptions pass = {};
  store::Selection selection = {};  // only these pairs, due or not
  bool recheck = false;             // all pairs, due or not
  bool show_prompt = false;         // in a dry run: what an LLM would be asked, instead of a message
};

struct ScheduleResult {
  Json report;  // as documented, with duration_ms
  ScheduleReport counts;
  ExitCode code = ExitCode::ok;
};

// settle → check → claim → brief → write → store, batch after batch, until the limit is reached or nothing is due.
ScheduleResult run_schedule(Session& session, std::string const& run_id, ScheduleOptions const& options);

}  // namespace proactive::app
