#include "domain/engagement/types.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "base/text.hpp"
#include "domain/safety.hpp"

namespace proactive {

namespace {

constexpr std::array partners{Stage::partner};
constexpr std::array close_ones{Stage::close_friend, Stage::intimate};
constexpr std::array friends{Stage::friend_};

// A topic_suggestion applies at a short silence and so before a check_in: it does not take turns with it.
constexpr std::array table{
    TypeRule{EngagementType::check_in,
             {},
             0,
             &GateSettings::check_in_after_hours,
             Needs::nothing,
             Turn::yields,
             &GateSettings::check_in_valid_hours,
             3,
             "Ask how they are and show genuine concern."},
    TypeRule{EngagementType::emotional_support, partners, 8, &GateSettings::emotional_support_after_hours,
             Needs::nothing, Turn::takes, &GateSettings::emotional_support_valid_hours, 1,
             "Offer support and be there for them."},
    TypeRule{EngagementType::memory_reminder, close_ones, 0, &GateSettings::memory_reminder_after_hours, Needs::memory,
             Turn::takes, &GateSettings::memory_reminder_valid_hours, 2,
             "Refer to a shared memory or experience to reconnect."},
    TypeRule{EngagementType::topic_suggestion, friends, 0, &GateSettings::min_interval_hours, Needs::nothing,
             Turn::in_order, &GateSettings::topic_suggestion_valid_hours, 4,
             "Suggest an interesting topic based on their interests."},
};

int after_hours(TypeRule const& rule, GateRules const& rules) {
  return std::max(rules.gate.*rule.after_hours, rules.gate.min_interval_hours);
}

// The original asked for no memory; while types take turns, there is nothing to remind of without one.
bool is_memory_needed(TypeRule const& rule, GateRules const& rules) {
  return rule.needs == Needs::memory && rules.gate.type_rotation;
}

// Whatever the silence. Who is in distress is supported, by friends too, and not asked for anything.
bool suits(TypeRule const& rule, PairFacts const& facts, GateRules const& rules, Instant now) {
  if (is_distressed(facts, rules, now)) return rule.type == EngagementType::emotional_support;
  auto const stage = facts.stage();
  bool const has_stage =
      rule.stages.empty() || (stage && std::find(rule.stages.begin(), rule.stages.end(), *stage) != rule.stages.end());
  bool const is_close_enough = rule.min_intimacy == 0 || facts.intimacy >= rule.min_intimacy;
  return has_stage && is_close_enough && (!is_memory_needed(rule, rules) || has_usable_memory(facts, rules));
}

std::string turn_text(EngagementType yielding) {
  std::vector<std::string> takers;
  for (auto const& rule : table) {
    if (rule.turn == Turn::takes) takers.emplace_back(name_of(rule.type));
  }
  return fmt::format("; a pair whose last engagement was a {} gets {} instead, where one applies", name_of(yielding),
                     join(takers, " or "));
}

}  // namespace

std::span<TypeRule const> type_rules() { return table; }

TypeRule const& type_rule(EngagementType type) {
  return *std::find_if(table.begin(), table.end(), [&](TypeRule const& rule) { return rule.type == type; });
}

void ApplyingTypes::yield(EngagementType last) {
  if (empty() || rules_[0]->turn != Turn::yields || rules_[0]->type != last) return;
  auto const end = rules_.begin() + static_cast<std::ptrdiff_t>(count_);
  auto const takes =
      std::stable_partition(rules_.begin(), end, [](TypeRule const* rule) { return rule->turn == Turn::takes; });
  if (takes != rules_.begin()) count_ = static_cast<std::size_t>(takes - rules_.begin());
}

ApplyingTypes applying_types(PairFacts const& facts, GateRules const& rules, Instant now) {
  ApplyingTypes applying;
  auto const silent = silent_hours(facts, now);
  if (!silent) return applying;
  for (auto const& rule : table) {
    if (*silent < after_hours(rule, rules) || !suits(rule, facts, rules, now)) continue;
    if (!is_type_muted(facts, rule.type, now)) applying.add(rule);
  }
  if (rules.gate.type_rotation && facts.last_type) applying.yield(*facts.last_type);
  return applying;
}

std::optional<Instant> first_type_at(PairFacts const& facts, GateRules const& rules, Instant now) {
  auto const begin = user_sign(facts);
  if (!begin) return std::nullopt;
  std::optional<Instant> first;
  for (auto const& rule : table) {
    auto at = *begin + std::chrono::hours{after_hours(rule, rules)};
    bool is_muted = false;
    for (auto const& mute : facts.mutes) {
      if (mute.type != rule.type || !mute.holds(now)) continue;
      is_muted = is_muted || !mute.until;
      at = std::max(at, mute.until.value_or(at));
    }
    if (suits(rule, facts, rules, now) && !is_muted) first = std::min(first.value_or(at), at);
  }
  return first;
}

std::chrono::hours valid_for(EngagementType type, GateRules const& rules) {
  return std::chrono::hours{std::min(rules.gate.*type_rule(type).valid_hours, rules.expire_after_hours)};
}

bool is_type_muted(PairFacts const& facts, EngagementType type, Instant now) {
  return std::any_of(facts.mutes.begin(), facts.mutes.end(),
                     [&](Mute const& mute) { return mute.type == type && mute.holds(now); });
}

bool has_usable_memory(PairFacts const& facts, GateRules const& rules) {
  return facts.memory_importance && *facts.memory_importance >= rules.memory_importance_threshold;
}

std::string type_description(TypeRule const& rule, GateRules const& rules) {
  std::vector<std::string> stages;
  for (auto const stage : rule.stages) stages.emplace_back(name_of(stage));
  auto const who = join(stages, " or ");
  return fmt::format(
      "{}{}{}{}at least {} h of silence{}", who,
      rule.min_intimacy > 0 ? fmt::format(" with intimacy {} or more", number_text(rule.min_intimacy)) : "",
      is_memory_needed(rule, rules)
          ? fmt::format(", with a memory of importance {} or more", rules.memory_importance_threshold)
          : "",
      who.empty() ? "" : ", ", after_hours(rule, rules),
      rule.turn == Turn::yields && rules.gate.type_rotation ? turn_text(rule.type) : "");
}

}  // namespace proactive
