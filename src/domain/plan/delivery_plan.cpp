#include "domain/plan/delivery_plan.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "domain/engagement/types.hpp"
#include "domain/gate/gate.hpp"
#include "domain/gate/shadow.hpp"
#include "domain/plan/rank.hpp"
#include "domain/policy/proof.hpp"
#include "domain/policy/terms.hpp"

namespace proactive {

namespace {

using Action = DeliveryDecision::Action;

// Those that have a say.
int checks_at_delivery(GateRules const& rules) {
  return static_cast<int>(std::count_if(checks().begin(), checks().end(), [&](Check const& check) {
    return check.at_delivery != AtDelivery::nothing && !is_shadow(check, rules);
  }));
}

void add(DeliveryPlan& plan, DueEngagement&& engagement, DeliveryDecision const& decision) {
  switch (decision.action) {
    case Action::send:
      for (auto const reason : decision.shadowed) ++plan.shadow[reason];
      plan.send.push_back(std::move(engagement));
      break;
    case Action::hold:
      ++plan.held[engagement.type][*decision.reason];
      plan.hold.push_back({engagement.key, decision.scheduled_for});
      break;
    case Action::cancel:
      ++plan.cancelled[*decision.reason];
      plan.close.push_back({engagement.key, "cancelled", *decision.reason});
      break;
    case Action::expire:
      ++plan.expired;
      plan.close.push_back({engagement.key, "expired", *decision.reason});
      break;
  }
}

}  // namespace

DeliveryPlan plan_delivery(std::vector<DueEngagement> due, std::vector<PairFacts> const& facts, RulesOf const& rules_of,
                           Instant now, Ledger& ledger) {
  std::map<Pair, PairFacts const*> facts_of;
  for (auto const& of_pair : facts) facts_of[of_pair.pair] = &of_pair;
  DeliveryPlan plan;
  // Of several messages to one user the best is looked at first, and the gap after it refuses the others.
  rank_within_users(due, [&](DueEngagement const& engagement) {
    auto const found = facts_of.find(engagement.pair);
    auto const stage = found == facts_of.end() ? std::nullopt : found->second->stage();
    return std::pair{type_rule(engagement.type).rank, stage ? -static_cast<int>(*stage) : 0};
  });
  Proofs proofs(now);
  for (auto& engagement : due) {
    auto const found = facts_of.find(engagement.pair);
    if (found == facts_of.end()) {
      plan.unreadable.push_back(std::move(engagement));
      continue;
    }
    auto current = *found->second;
    ledger.apply_to(current);
    auto const& rules = rules_of(engagement.pair.user_id);
    auto const decision = decide_delivery(engagement, {current, rules, now});
    engagement.language = current.language;
    engagement.timezone = current.zone();
    engagement.zone_known = current.zone_known;
    engagement.user_name = current.user_name;
    engagement.companion_name = current.companion_name;
    if (decision.action == Action::send) {
      ledger.add_sent(engagement.pair, now);
      engagement.disclosing = terms_of(current, rules, now).disclosure;
      engagement.disclosed_at = current.disclosed_at;
      engagement.proof = proofs.of(current, rules, checks_at_delivery(rules));
    }
    add(plan, std::move(engagement), decision);
  }
  return plan;
}

}  // namespace proactive
