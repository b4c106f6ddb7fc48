#pragma once

#include <vector>

#include "domain/facts.hpp"

namespace proactive {

// When a user began to write, and which of it a message of ours may have caused: what they did within an hour after one
// is no sign of when they are there of their own accord.
std::vector<SessionStart> session_starts(std::vector<Instant> const& starts, std::vector<Instant> deliveries);

}  // namespace proactive
