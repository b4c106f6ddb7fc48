#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/pg/database.hpp"

namespace proactive::store {

constexpr int oldest_server = 150'000;  // as server_version_num; scripts/migrate refuses the same

struct ConnectionFacts {
  std::string role;
  std::string database;
  std::string server_version;
  int server_number = 0;
  Instant now;
  bool standby = false;
  std::string encoding;
  bool stays_here = false;  // a local socket, or this machine's own network
  bool tls = false;
  bool has_tables_of_others = false;  // an app's, most likely
};
// What is wrong with an encoding that no migration would be applied to, and what to do. Nothing: it is UTF8.
std::optional<std::string> encoding_fault(std::string const& encoding);
ConnectionFacts connection_facts(Transaction& transaction);

// "proactive lacks UPDATE on TABLE pairs": what this role and the tool's others need and lack.
std::vector<std::string> missing_privileges(Transaction& transaction);

// "anon has SELECT on TABLE settings": what nobody should have in our schema.
std::vector<std::string> foreign_privileges(Transaction& transaction);

// "unnest(text[]) of mallory": functions of others in our schema.
std::vector<std::string> foreign_functions(Transaction& transaction);

// Names and counts.
using Counts = std::vector<std::pair<std::string, long>>;
Counts unknown_timezones(Transaction& transaction);

}  // namespace proactive::store
