#include "domain/plan/push_plan.hpp"

#include <map>

#include "base/column.hpp"

namespace proactive {

std::vector<std::optional<PushDecision>> plan_pushes(std::vector<DueEngagement> const& delivered,
                                                     std::vector<PairFacts> const& facts, GateRules const& rules,
                                                     Instant now) {
  std::map<Pair, PairFacts const*> facts_of;
  for (auto const& of_pair : facts) facts_of[of_pair.pair] = &of_pair;
  return column(delivered, [&](DueEngagement const& one) -> std::optional<PushDecision> {
    auto const found = facts_of.find(one.pair);
    if (found == facts_of.end()) return std::nullopt;
    return decide_push(one, {*found->second, rules, now});
  });
}

}  // namespace proactive
