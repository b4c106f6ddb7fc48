#pragma once

#include "app/pass/pass.hpp"

namespace proactive::app {

// Removes what retention_days no longer keeps, in small transactions, at most some thousand rows a run.
void remove_old(store::Database& database, Settings const& settings, PassContext const& context);

}  // namespace proactive::app
