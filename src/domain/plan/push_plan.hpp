#pragma once

#include <optional>
#include <vector>

#include "domain/gate/gate.hpp"

namespace proactive {

// What becomes of delivered messages whose call of the app's webhook is due, in their order. Of a pair without facts
// nothing is known, and nothing is decided: nullopt.
std::vector<std::optional<PushDecision>> plan_pushes(std::vector<DueEngagement> const& delivered,
                                                     std::vector<PairFacts> const& facts, GateRules const& rules,
                                                     Instant now);

}  // namespace proactive
