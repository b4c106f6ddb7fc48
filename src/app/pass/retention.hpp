#pragma once

#include "app/pass/pass.hpp"

namespace proactive::app {

// Removes what retention_days no longer keeps, in small transactions, at most some thousand rows a run: also behind
// run_time_limit, or what is always busy would keep everything.
void remove_old(store::Database& database, Settings const& settings, PassContext const& context);

}  // namespace proactive::app
