#pragma once

#include <optional>
#include <string>

#include "domain/adapter/catalogue.hpp"
#include "store/pg/database.hpp"

namespace proactive::store {

// The tables of one schema, or of all but the system's and the tool's own. Reads the catalogue and the planner's
// statistics, no table of the app.
Catalogue read_catalogue(Transaction& transaction, std::optional<std::string> const& schema = std::nullopt);

}  // namespace proactive::store
