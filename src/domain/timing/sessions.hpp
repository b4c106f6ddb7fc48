#pragma once

#include <optional>
#include <vector>

#include "domain/facts.hpp"
#include "domain/settings/groups.hpp"

namespace proactive {

// When a user began to write, and which of it a message of ours may have caused: what they did within an hour after one
// is no sign of when they are there of their own accord.
std::vector<SessionStart> session_starts(std::vector<Instant> const& starts, std::vector<Instant> deliveries);

// How far back sessions say at which hours a user may be written to; nullopt: nobody looks at them. A delivery's hour
// is chosen already, and where no hour is quiet it does not matter.
enum class Hour { to_choose, chosen };
std::optional<std::chrono::hours> sessions_window(CareSettings const& care, Hour hour, PairFacts const& facts);

}  // namespace proactive
