#pragma once

#include "app/pass/pass.hpp"

namespace proactive::app {

// Removes what retention_days no longer keeps, in small transactions: of each day one round through all messages, some
// of them a run, so that no run pays for all that is kept. Also behind run_time_limit, or what is always
// busy would keep everything.
void remove_old(store::Database& database, Settings const& settings, PassContext const& context);

}  // namespace proactive::app
