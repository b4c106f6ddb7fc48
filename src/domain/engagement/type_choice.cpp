#include "domain/engagement/type_choice.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "base/hash.hpp"
#include "domain/statistics/race.hpp"

namespace proactive {

namespace {

using Applying = std::span<TypeRule const* const>;

// What weighs nothing comes only where nothing else applies: then the first.
std::vector<EligibleArm> type_arms(Applying applying, GateRules const& rules) {
  std::vector<EligibleArm> arms;
  arms.reserve(applying.size());
  for (auto const* const rule : applying)
    arms.push_back({static_cast<long>(rule->type), static_cast<double>(weight_of(rules.type_weights, rule->type))});
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

}  // namespace

std::optional<TypeChoice> choose_type(PairFacts const& facts, GateRules const& rules, Instant now) {
  auto const applying = applying_types(facts, rules, now);
  auto const all = applying.all();
  if (all.empty()) return std::nullopt;
  if (all.size() == 1 || rules.type_weights.empty()) return TypeChoice{all.front()->type};
  auto const arms = type_arms(all, rules);
  auto [choice, place] = draw_arm(arms, weight_propensities(arms), [&](long type) { return draw_of(facts, type); });
  return TypeChoice{all[place]->type, std::move(choice)};
}

}  // namespace proactive
