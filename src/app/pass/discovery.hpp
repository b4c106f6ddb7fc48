#pragma once

#include "app/pass/pass.hpp"

namespace proactive::app {

// Learns of the app's pairs: every discover_interval_minutes those whose user wrote since the last time, which are
// looked at now, and once a day all of them, in bounded steps. One run at a time does it. Returns how many were new or
// woken.
long discover(store::Database& database, Settings const& settings, PassContext const& context, ProgressBoard& board);

}  // namespace proactive::app
