#pragma once

#include <functional>
#include <vector>

#include "domain/experiment/treatment.hpp"
#include "domain/gate/gate.hpp"
#include "domain/gate/slots.hpp"
#include "domain/plan/ledger.hpp"
#include "domain/plan/results.hpp"
#include "domain/timing/habit.hpp"

namespace proactive {

// What one batch of pairs came to.
struct SchedulePlan {
  long checked = 0;
  ReasonCounts refused;
  ReasonCounts shadow;  // of the engagements: by checks that have no say
  std::vector<PlannedEngagement> engagements;
  std::vector<NextCheck> next_checks;  // of every pair that was checked
  std::vector<Exposure> exposures;     // of their users
};

// Decides on a batch, pair after pair in its order, but for the pairs of one user, of which the best comes first.
// `take_one` is asked once for each engagement: whether one more may be planned; at its first no the rest of the batch
// is left unchecked. Of ghosts it is not asked. The ledger is read, and what is planned is added.
SchedulePlan plan_schedule(std::vector<PairFacts> batch, RulesOf const& rules, Instant now, Ledger& ledger,
                           std::function<bool()> const& take_one);

// What would become of each pair, check by check: the same decisions in the same order, also of those for which
// `take_one` leaves no room.
struct ExplainedPair {
  PairFacts facts;
  Decision decision;
  bool is_taken = false;  // passed the gate, and there is room for it
  std::vector<TraceLine> trace;
  std::vector<SlotSpan> slots;
  std::optional<Habit> habit;  // where slots are drawn by it
};
std::vector<ExplainedPair> explain_schedule(std::vector<PairFacts> batch, RulesOf const& rules, Instant now,
                                            std::function<bool()> const& take_one);

}  // namespace proactive
