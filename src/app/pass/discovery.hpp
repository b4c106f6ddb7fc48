#pragma once

#include "app/pass/pass.hpp"

namespace proactive::app {

// Learns of the app's pairs: every discover_interval_minutes those whose user wrote since the last time, which are
// looked at now, and once a day all of them, in bounded steps. One run at a time does it. Returns how many were new or
// woken. `all`: all of them now.
long discover(store::Database& database, Settings const& settings, PassContext const& context, ProgressBoard& board,
              bool all);

}  // namespace proactive::app
