#pragma once

#include "app/pass/pass.hpp"

namespace proactive::app {

// Asks the app what came of the messages that were sent, batch after batch: what is known is noted, and when to ask
// again. One that the app's function refuses is given up, and logged. Returns how many were asked for.
long settle(store::Database& database, Settings const& settings, PassContext const& context);

}  // namespace proactive::app
