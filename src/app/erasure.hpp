#pragma once

#include <string>

#include "store/pg/database.hpp"

namespace proactive::app {

// "user 42 was erased at 2026-03-01T09:00:00Z", for whoever names that user; empty: they were not.
std::string erasure_of(store::Transaction& transaction, std::string const& user_id);

}  // namespace proactive::app
