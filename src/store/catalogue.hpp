#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/adapter/catalogue.hpp"
#include "store/pg/database.hpp"

namespace proactive::store {

// The tables of one schema, or of all but the system's and the tool's own. Reads the catalogue and the planner's
// statistics, no table of the app.
Catalogue read_catalogue(Transaction& transaction, std::optional<std::string> const& schema = std::nullopt);

// The schemas that may be an app's.
std::vector<std::string> schema_names(Transaction& transaction);

}  // namespace proactive::store
