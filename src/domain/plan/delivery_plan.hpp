#pragma once

#include <vector>

#include "domain/experiment/treatment.hpp"
#include "domain/plan/ledger.hpp"
#include "domain/plan/results.hpp"

namespace proactive {

// What becomes of one batch of due engagements.
struct DeliveryPlan {
  std::vector<DueEngagement> send;
  std::vector<ClosedEngagement> close;
  std::vector<HeldEngagement> hold;
  std::vector<DueEngagement> unreadable;  // without facts of their pair: the caller knows why
  ReasonCountsByType held;
  ReasonCounts cancelled;
  long expired = 0;
  ReasonCounts shadow;  // of what is sent: by checks that have no say
};

// Decides on a batch in its order, by the fresh facts of its pairs, in any order. The ledger is read, and what is sent
// is added.
DeliveryPlan plan_delivery(std::vector<DueEngagement> due, std::vector<PairFacts> const& facts, RulesOf const& rules_of,
                           Instant now, Ledger& ledger);

}  // namespace proactive
