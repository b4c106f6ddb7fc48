#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domain/facts.hpp"
#include "domain/gate/rules.hpp"

// The types of engagement: when each applies, and what its message is asked to be. A new type is one row of the table,
// its templates and its word in the schema.
namespace proactive {

// What a type cannot do without. The original asked for no memory; while types take turns, a reminder needs one.
enum class Needs { nothing, memory };

// Whose turn it is where several types apply, with type_rotation. A type that yields leaves its next turn to the first
// type that takes turns and applies; the others come in the table's order.
enum class Turn { yields, takes, in_order };

struct TypeRule {
  EngagementType type;
  std::span<Stage const> stages;   // empty: every one, and words that are none
  double min_intimacy;             // 0-10; 0: any
  int GateSettings::*after_hours;  // of silence, never less than min_interval_hours
  Needs needs;
  Turn turn;
  int GateSettings::*valid_hours;  // after its slot, within which it still makes sense
  int rank;                        // which of several companions' messages a user gets: the lowest
  std::string_view instruction;    // what an LLM is asked for
};

// In order of precedence.
std::span<TypeRule const> type_rules();
TypeRule const& type_rule(EngagementType type);

// The types of which one is a pair's turn now, in order of precedence: what suits it after this silence and what the
// user has not muted; with type_rotation a pair last engaged with check_in gets the special type that suits it, and
// nothing else.
class ApplyingTypes {
 public:
  void add(TypeRule const& rule) { rules_[count_++] = &rule; }
  // Leaves the turn to those that take it, where the pair's last type comes first and yields, and there are any.
  void yield(EngagementType last);

  [[nodiscard]] std::span<TypeRule const* const> all() const { return {rules_.data(), count_}; }
  [[nodiscard]] bool empty() const { return count_ == 0; }

 private:
  std::array<TypeRule const*, Names<EngagementType>::table.size()> rules_{};
  std::size_t count_ = 0;
};
ApplyingTypes applying_types(PairFacts const& facts, GateRules const& rules, Instant now);

// When the first type that could apply to the pair does so, by silence and by the ends of mutes; nullopt: by these
// never.
std::optional<Instant> first_type_at(PairFacts const& facts, GateRules const& rules, Instant now);

// How long after its slot an engagement of the type is still delivered.
std::chrono::hours valid_for(EngagementType type, GateRules const& rules);

// Whether the user has muted the type for this companion.
bool is_type_muted(PairFacts const& facts, EngagementType type, Instant now);

// Whether the pair has a memory at or above the importance threshold.
bool has_usable_memory(PairFacts const& facts, GateRules const& rules);

// When a type applies under the settings, for operators: "friend, at least 2 h of silence".
std::string type_description(TypeRule const& rule, GateRules const& rules);

}  // namespace proactive
