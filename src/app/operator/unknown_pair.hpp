#pragma once

#include "store/pairs.hpp"

// Ids that an operator names, and that nobody has: a slip of the keyboard, or somebody whom schedule has not learned
// of. What users say is kept in either case, and the operator is told.
namespace proactive::app {

bool is_known_pair(store::Transaction& transaction, store::Selection const& selection);

void warn_of_unknown_pair(store::Selection const& selection);

}  // namespace proactive::app
