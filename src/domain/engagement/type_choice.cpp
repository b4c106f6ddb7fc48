#include "domain/engagement/type_choice.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/hash.hpp"
#include "domain/policy/terms.hpp"
#include "domain/safety.hpp"
#include "domain/statistics/race.hpp"

namespace proactive {

namespace {

using Applying = std::span<TypeRule const* const>;

std::optional<double> days_since(PairFacts const& facts, EngagementType type, Instant now) {
  using Days = std::chrono::duration<double, std::chrono::days::period>;
  auto const last = facts.received_types.find(type);
  if (last == facts.received_types.end() || now - last->second > types_remembered) return std::nullopt;
  return std::max(0.0, Days(now - last->second).count());
}

// What weighs nothing comes only where nothing else applies: then the first.
std::vector<EligibleArm> type_arms(Applying applying, PairFacts const& facts, GateRules const& rules, Instant now) {
  std::vector<EligibleArm> arms;
  arms.reserve(applying.size());
  for (auto const* const rule : applying) {
    arms.push_back({static_cast<long>(rule->type), static_cast<double>(weight_of(rules.type_weights, rule->type)),
                    days_since(facts, rule->type, now)});
  }
  if (std::all_of(arms.begin(), arms.end(), [](EligibleArm const& arm) { return arm.weight == 0; }))
    arms.front().weight = 1;
  return arms;
}

// Of the pair and its newest message alone, so that it does not depend on who else is looked at, or when.
double draw_of(PairFacts const& facts, long type) {
  auto const seed = fnv1a(fmt::format("{}\n{}\n{}", facts.pair.user_id, facts.pair.companion_id,
                                      facts.last_outreach_at ? format_instant(*facts.last_outreach_at) : ""));
  return statistics::unit_draw(mixed(fnv1a(name_of(static_cast<EngagementType>(type)), seed)));
}

// Without a bandit.
std::vector<double> usual_shares(std::vector<EligibleArm> const& arms, GateRules const& rules) {
  if (!rules.type_weights.empty()) return weight_propensities(arms);
  std::vector<double> shares(arms.size(), 0);
  shares.front() = 1;
  return shares;
}

bool is_test(PairFacts const& facts, GateRules const& rules, Instant now, Instant read_at) {
  return !is_distressed(facts, rules, now) && !counts_as_minor(facts, rules, read_at);
}

}  // namespace

std::optional<TypeChoice> choose_type(PairFacts const& facts, GateRules const& rules, Instant now, Instant read_at) {
  auto const applying = applying_types(facts, rules, now);
  auto const all = applying.all();
  if (all.empty()) return std::nullopt;
  bool const may_draw = rules.bandit != BanditMode::off || !rules.type_weights.empty();
  if (all.size() == 1 || !may_draw) return TypeChoice{all.front()->type};
  bool const is_learned_from = is_test(facts, rules, now, read_at);
  auto const mode = is_learned_from ? rules.bandit : BanditMode::off;
  if (mode == BanditMode::off && rules.type_weights.empty()) return TypeChoice{all.front()->type};
  auto const arms = type_arms(all, facts, rules, now);
  auto [choice, place] = choose_arm(arms, usual_shares(arms, rules), rules.type_scores, mode,
                                    [&](long type) { return draw_of(facts, type); });
  choice.is_test = is_learned_from;
  return TypeChoice{all[place]->type, std::move(choice)};
}

bool may_ask_bandit(PairFacts const& facts, GateRules const& rules, Instant now) {
  return rules.bandit != BanditMode::off && applying_types(facts, rules, now).all().size() > 1;
}

}  // namespace proactive
