#include "domain/plan/schedule_plan.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/hash.hpp"
#include "domain/engagement/types.hpp"
#include "domain/plan/exposure.hpp"
#include "domain/plan/rank.hpp"

namespace proactive {

namespace {

constexpr std::chrono::hours forgotten_after{30 * 24};

NextCheck next_check(PairFacts const& facts, Instant at, Instant now) {
  if (facts.exists) return {facts.pair, at};
  auto const gone_since = facts.gone_since.value_or(now);
  return {facts.pair, at, gone_since, now - gone_since >= forgotten_after};
}

PlannedEngagement planned(PairFacts facts, Decision const& decision, bool is_ghost) {
  PlannedEngagement plan{facts.pair, decision.type, *facts.stage(), decision.scheduled_for};
  plan.is_ghost = is_ghost;
  plan.silent_since = user_sign(facts);
  plan.conversation_id = facts.conversation_id;
  plan.is_safe = decision.is_safe;
  plan.hour = decision.hour;
  plan.type_choice = decision.type_choice;
  plan.facts = std::move(facts);
  return plan;
}

// By the type, where one is drawn by the best of those that may be: what is drawn for a pair does not decide whether it
// is written to, or what came of messages could not be told by how often each type was drawn.
int rank_of_type(Decision const& decision) {
  auto rank = type_rule(decision.type).rank;
  if (!decision.type_choice) return rank;
  for (auto const& [type, share] : decision.type_choice->propensities) {
    if (share > 0) rank = std::min(rank, type_rule(static_cast<EngagementType>(type)).rank);
  }
  return rank;
}

// What of several companions' messages to one user is the best: by its type, how close the two are, how long ago the
// companion last wrote, and then by chance, which is the same in each run.
using Rank = std::tuple<int, int, Instant, std::uint64_t>;
Rank rank_of(PairFacts const& facts, GateRules const& rules, Instant now) {
  auto const decision = decide({facts, rules, now});
  constexpr int last = 1000;
  if (decision.refused) return {last, 0, {}, 0};
  return {rank_of_type(decision), -static_cast<int>(*facts.stage()), facts.last_outreach_at.value_or(Instant{}),
          fnv1a(facts.pair.user_id + '\0' + facts.pair.companion_id)};
}

bool is_held_out(PairFacts const& facts, RulesOf const& rules) {
  return rules.treatments() != nullptr && rules.treatments()->is_held_out(facts.pair.user_id);
}

// Decides on pair after pair, but for the pairs of one user, of which the best comes first. What passes the gate is
// taken where `take_one` agrees, and then counts for those behind it. Each goes to `receive` with its decision and
// whether it is taken; its no ends it.
template <typename TakeOne, typename Receive>
void decide_each(std::vector<PairFacts>& batch, RulesOf const& rules, Instant now, Ledger& ledger,
                 TakeOne const& take_one, Receive const& receive) {
  rank_within_users(batch, [&](PairFacts const& facts) { return rank_of(facts, rules(facts.pair.user_id), now); });
  for (auto& facts : batch) {
    ledger.apply_to(facts);
    auto const decision = decide({facts, rules(facts.pair.user_id), now});
    bool const is_taken = !decision.refused && (is_held_out(facts, rules) || take_one());
    if (is_taken) ledger.add_open(facts, decision.scheduled_for);
    if (!receive(facts, decision, is_taken)) return;
  }
}

}  // namespace

SchedulePlan plan_schedule(std::vector<PairFacts> batch, RulesOf const& rules, Instant now, Ledger& ledger,
                           std::function<bool()> const& take_one) {
  SchedulePlan plan;
  decide_each(batch, rules, now, ledger, take_one, [&](PairFacts& facts, Decision const& decision, bool is_taken) {
    if (!decision.refused && !is_taken) return false;
    ++plan.checked;
    plan.next_checks.push_back(next_check(facts, decision.next_check_at, now));
    if (rules.treatments() != nullptr) add_exposures(facts, decision, *rules.treatments(), now, plan.exposures);
    if (decision.refused) {
      ++plan.refused[*decision.refused];
    } else {
      for (auto const reason : decision.shadowed) ++plan.shadow[reason];
      bool const is_ghost = is_held_out(facts, rules);
      plan.engagements.push_back(planned(std::move(facts), decision, is_ghost));
    }
    return true;
  });
  return plan;
}

std::vector<ExplainedPair> explain_schedule(std::vector<PairFacts> batch, RulesOf const& rules, Instant now,
                                            std::function<bool()> const& take_one) {
  std::vector<ExplainedPair> explained;
  explained.reserve(batch.size());
  Ledger ledger;
  decide_each(batch, rules, now, ledger, take_one, [&](PairFacts& facts, Decision const& decision, bool is_taken) {
    GateInput const input{facts, rules(facts.pair.user_id), now};
    auto trace = explain(input);
    auto slots = facts.exists ? allowed_slots(input) : std::vector<SlotSpan>{};
    bool const learns = facts.exists && input.rules.care.send_time == SendTime::learned;
    auto const habit = learns ? std::optional{learn_habit(facts, now)} : std::nullopt;
    explained.push_back({std::move(facts), decision, is_taken, std::move(trace), std::move(slots), habit});
    return true;
  });
  return explained;
}

}  // namespace proactive
