#pragma once

#include <string>

#include "domain/settings/groups.hpp"

namespace proactive::store {

// The libpq connection string of the settings: DATABASE_URL, or the DB_* that are set, with libpq's own variables and
// service files for the rest; bounded connecting, keepalives, UTF-8, and for a writer only a server that accepts
// writes. `purpose` shows in pg_stat_activity. Throws Error (configuration) for a URL that libpq cannot read or a
// password file that cannot be read.
std::string connection_string(DatabaseSettings const& settings, std::string const& purpose, bool writes);

}  // namespace proactive::store
