#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace proactive::store {

// The texts that arrive on a notification channel within so long, on a connection of its own; fewer where a signal asks
// the process to stop. Behind a pooler that shares connections between transactions nothing arrives. Throws Error
// (unavailable) where there is no connection.
std::vector<std::string> hear(std::string const& connection_string, std::string const& channel,
                              std::chrono::milliseconds how_long);

}  // namespace proactive::store
