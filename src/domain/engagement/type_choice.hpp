#pragma once

#include <chrono>
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

// The type of a pair's next message, which is to be read at `read_at`. Of several that apply the first is taken; with
// type_weights one is drawn, and a bandit that is on draws one by what it has learned, those weights or even ones. The
// draw is the same until the pair gets its next message, so that looking at it again is no other. Users who are not
// well and minors are no test: of them no bandit draws. nullopt: none applies yet.
std::optional<TypeChoice> choose_type(PairFacts const& facts, GateRules const& rules, Instant now, Instant read_at);

// Whether a bandit would be asked, so that what it goes by has to be known.
bool may_ask_bandit(PairFacts const& facts, GateRules const& rules, Instant now);

// So far back it matters when the user got a type.
inline constexpr std::chrono::days types_remembered{60};

}  // namespace proactive
