#pragma once

#include <optional>

#include "domain/bandit/bandit.hpp"
#include "domain/engagement/types.hpp"
#include "domain/facts.hpp"
#include "domain/gate/rules.hpp"

namespace proactive {

struct TypeChoice {
  EngagementType type = EngagementType::check_in;
  std::optional<ArmChoice> drawn = {};  // where several apply and one is drawn; types by their numbers
};

// The type of a pair's next message. Of several that apply the first is taken; with type_weights one is drawn, the same
// until the pair gets its next message, so that looking at it again is no other draw. nullopt: none applies yet.
std::optional<TypeChoice> choose_type(PairFacts const& facts, GateRules const& rules, Instant now);

}  // namespace proactive
