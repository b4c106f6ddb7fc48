#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/facts.hpp"
#include "domain/gate/rules.hpp"

// Who is in a crisis as the app tells it, and for how long nobody writes to them. The tool detects no crisis itself,
// and no outreach takes the place of help. Pure.
namespace proactive {

// When the silence of a flag ends: crisis_hours after it was seen last, not before its own end, and not before it is
// released; nullopt: it is not released.
std::optional<Instant> silence_end(SafetyFlag const& flag, GateRules const& rules);

// A flag that what was read of the app calls for.
struct RaisedFlag {
  std::string user_id;
  std::string source;
  Instant detected_at;
};

// Those that are not there yet: by the app's word, or by a mood of crisis_moods that is newer than the last one that
// was flagged. They are added to the facts of all pairs of their users, whichever pair told it; a calmer mood releases
// nothing.
std::vector<RaisedFlag> raise_flags(std::vector<PairFacts>& facts, GateRules const& rules, Instant now);

// Until when the user counts as in distress, by a mood of sadness, fear, loneliness, worry or frustration of at least
// distress_intensity in the last 24 hours; nullopt: they do not.
std::optional<Instant> distress_end(PairFacts const& facts, GateRules const& rules, Instant now);
bool is_distressed(PairFacts const& facts, GateRules const& rules, Instant now);

// How long a user in distress is left alone first.
inline constexpr std::chrono::hours distress_rest{6};

}  // namespace proactive
