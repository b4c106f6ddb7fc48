#pragma once

#include <string>
#include <utility>
#include <vector>

#include "store/database.hpp"

namespace proactive::store {

struct ConnectionFacts {
  std::string role;
  std::string database;
  std::string server_version;
  Instant now;
  bool standby = false;
  std::string encoding;
  bool local_socket = false;
  bool tls = false;
};
ConnectionFacts connection_facts(Transaction& transaction);

// "UPDATE on conversations (updated_at)": what the role needs and lacks.
std::vector<std::string> missing_privileges(Transaction& transaction);

// "messages.channel": columns of the host that a delivery would leave empty though they must not be.
std::vector<std::string> unfilled_columns(Transaction& transaction);

// Names and counts.
using Counts = std::vector<std::pair<std::string, long>>;
Counts unknown_timezones(Transaction& transaction);

}  // namespace proactive::store
