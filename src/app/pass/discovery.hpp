#pragma once

#include "app/pass/pass.hpp"
#include "app/pass/upkeep.hpp"
#include "store/pairs.hpp"

namespace proactive::app {

// Learns of the app's pairs: every discover_interval_minutes those whose user wrote since the last time, which are
// looked at now, and all of them once a day, and whenever none is known, in bounded steps. One run at a time does it;
// what one has broken off goes on with the next that keeps up. Returns how many were new or woken. `asked_for`: pairs
// that an operator names, of which all are learned now.
long discover(store::Database& database, Settings const& settings, PassContext const& context, ProgressBoard& board,
              std::optional<store::Selection> const& asked_for, Upkeep& upkeep);

// Since when a dry run asks for pairs that are not known, so that it shows those that the same run would learn of.
std::string previewed_since(store::Transaction& transaction, Settings const& settings, Instant as_of,
                            std::optional<store::Selection> const& asked_for);

}  // namespace proactive::app
