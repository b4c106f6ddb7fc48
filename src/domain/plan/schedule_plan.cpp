#include "domain/plan/schedule_plan.hpp"

#include <utility>

#include "domain/gate/gate.hpp"

namespace proactive {

namespace {

constexpr std::chrono::hours forgotten_after{30 * 24};

NextCheck next_check(PairFacts const& facts, Instant at, Instant now) {
  if (facts.exists) return {facts.pair, at};
  auto const gone_since = facts.gone_since.value_or(now);
  return {facts.pair, at, gone_since, now - gone_since >= forgotten_after};
}

PlannedEngagement planned(PairFacts facts, Decision const& decision) {
  PlannedEngagement plan{facts.pair, decision.type, *facts.stage(), decision.scheduled_for};
  plan.silent_since = user_sign(facts);
  plan.conversation_id = facts.conversation_id;
  plan.facts = std::move(facts);
  return plan;
}

}  // namespace

SchedulePlan plan_schedule(std::vector<PairFacts> batch, GateRules const& rules, Instant now, Ledger& ledger,
                           std::function<bool()> const& take_one) {
  SchedulePlan plan;
  for (auto& facts : batch) {
    ledger.apply_to(facts);
    auto const decision = decide({facts, rules, now});
    if (!decision.refused && !take_one()) break;
    ++plan.checked;
    plan.next_checks.push_back(next_check(facts, decision.next_check_at, now));
    if (decision.refused) {
      ++plan.refused[*decision.refused];
      continue;
    }
    ledger.add_open(facts, decision.scheduled_for);
    plan.engagements.push_back(planned(std::move(facts), decision));
  }
  return plan;
}

}  // namespace proactive
