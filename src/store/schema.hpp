#pragma once

#include "store/pg/database.hpp"

namespace proactive::store {

// Throws Error (configuration) unless the schema is exactly the one that this binary was built for; the sentence names
// the command to run.
void require_schema(Transaction& transaction);

}  // namespace proactive::store
