#pragma once

#include <optional>
#include <string>

#include "base/named_values.hpp"
#include "domain/settings/groups.hpp"

namespace proactive::store {

// The libpq connection string of the settings: DATABASE_URL, or the DB_* that are set, with libpq's own variables and
// service files for the rest; bounded connecting, keepalives, UTF-8, and for a writer only a server that accepts
// writes. `purpose` shows in pg_stat_activity. Throws Error (configuration) for a URL that libpq cannot read, or reads
// with a part of the password in another place, where its messages would show it; for a password file that cannot be
// read.
std::string connection_string(DatabaseSettings const& settings, std::string const& purpose, bool writes);

// What is wrong with a DATABASE_URL, as the end of a sentence; none: libpq reads it as it is meant.
std::optional<std::string> fault_of_url(std::string const& url);

// The sslmode that libpq takes for it: the settings', that of its variables and service files, or its default.
std::string effective_sslmode(DatabaseSettings const& settings);

// The same connection for another program that uses libpq: variables of its environment, and a connection string of
// what libpq has no variable for. No secret is in the latter, which others may see as an argument. Throws Error
// (configuration) as above, and for a secret that has no variable (sslpassword).
struct ClientConnection {
  NamedValues environment;
  std::string parameters;  // perhaps empty
};
ClientConnection client_connection(DatabaseSettings const& settings);

}  // namespace proactive::store
