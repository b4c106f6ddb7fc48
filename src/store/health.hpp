#pragma once

#include "domain/health.hpp"
#include "domain/settings/settings.hpp"
#include "store/pg/database.hpp"

namespace proactive::store {

// As of the database's clock. Reads what is open and what is newest, so that it may be asked for every minute.
HealthFacts read_health(Transaction& transaction, Settings const& settings);

// How many pairs that were due the newest runs of schedule have left unlooked at, the newest first; at most three.
std::vector<long> read_left_due(Transaction& transaction);

}  // namespace proactive::store
