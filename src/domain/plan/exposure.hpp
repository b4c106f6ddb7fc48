#pragma once

#include <vector>

#include "domain/experiment/treatment.hpp"
#include "domain/gate/gate.hpp"
#include "domain/plan/results.hpp"

namespace proactive {

// Adds the experiments that this decision on the user's pair, or its message, depends on: those of which another
// variant would have led to another one. Users of whom that never is so are the same in all variants, and would only
// blur what an experiment finds.
void add_exposures(PairFacts const& facts, Decision const& decision, Treatments& treatments, Instant now,
                   std::vector<Exposure>& exposures);

}  // namespace proactive
