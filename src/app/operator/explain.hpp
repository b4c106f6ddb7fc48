#pragma once

#include <string>
#include <vector>

#include "app/session.hpp"
#include "domain/gate/gate.hpp"
#include "domain/gate/slots.hpp"
#include "domain/timing/habit.hpp"
#include "domain/user_zone.hpp"
#include "store/pairs.hpp"

namespace proactive::app {

// The variant that a user has in an experiment.
struct VariantOf {
  std::string experiment;
  int version = 1;
  std::string variant;
};

// What the gate says of one pair, check by check.
struct Explanation {
  Pair pair;
  std::string user_name;
  std::string companion_name;
  Decision decision;
  bool is_taken = false;  // by a run of these pairs: it passed the gate, and max_scheduled_engagements has room for it
  std::vector<TraceLine> trace;
  UserZone zone;
  std::vector<SlotSpan> slots;  // of the next 24 hours, that the rules of the hour allow
  std::optional<Habit> habit;   // where a slot is drawn by it
  bool is_held_out = false;     // nothing is written: what passes is kept as a ghost
  std::vector<VariantOf> variants;
};

struct ExplainReport {
  Instant as_of;
  std::vector<Explanation> pairs;
  std::vector<store::UnreadablePair> unreadable;
};

// The pairs of a user, at most 1,000, the best first, since it may leave the others none. Reads only. Throws
// Error (usage) when there are none.
ExplainReport explain_pairs(Session& session, store::Selection const& selection, std::optional<Instant> now);

}  // namespace proactive::app
