#pragma once

#include <optional>
#include <span>
#include <string>

#include "domain/facts.hpp"
#include "domain/gate/rules.hpp"

namespace proactive {

// What a check goes by. `due`: the engagement whose delivery is decided; nullptr where the pair is to be engaged.
struct GateInput {
  PairFacts const& facts;
  GateRules const& rules;
  Instant now;
  DueEngagement const* due = nullptr;
  std::optional<Instant> slot = {};  // when the message would be read, where that is being chosen
};

// One check's answer. `may_change_at`: the earliest instant at which a refusal could become a pass, as far as it is
// known.
struct CheckResult {
  bool passed = false;
  std::optional<Instant> may_change_at;
};

// What a refusal does to an engagement that is due: cancels it, holds it until another day, or nothing, where the rule
// is one of scheduling alone.
enum class AtDelivery { cancel, hold, nothing };

// What a check looks at: the pair as it is now, an instant at which the message would be read, both of them, or an
// engagement that is due, and so nothing before it is.
enum class Judges { pair, slot, pair_and_slot, due };
constexpr bool judges_pair(Judges what) { return what == Judges::pair || what == Judges::pair_and_slot; }
constexpr bool judges_slot(Judges what) { return what == Judges::slot || what == Judges::pair_and_slot; }

// What makes a refusal a pass: time (or the operator, or the app at any moment), or the user alone, by writing. A pair
// whose user writes is looked at at once, so what only they change need not be looked at before.
enum class Changes { with_time, by_user };

// Whether an operator may have it judge without a say, to learn what it would refuse (shadow): never what protects
// people, their word and their nights, nor what a message cannot be planned without.
enum class Shadow { never, allowed };

// One declaration a check: nothing else knows how it behaves. Every part is mandatory.
struct Check {
  using Test = CheckResult (*)(GateInput const&);
  using Facts = std::string (*)(GateInput const&);

  Reason reason;
  AtDelivery at_delivery;
  Changes changes;
  Judges judges;
  Shadow shadow;
  Test test;
  Facts facts;  // what `schedule --explain` says that it went by

  constexpr Check(Reason why, AtDelivery then, Changes when, Judges what, Shadow may_be, Test is_passed, Facts text)
      : reason(why), at_delivery(then), changes(when), judges(what), shadow(may_be), test(is_passed), facts(text) {}
};

// In their order, of which the first refusal gives the reason: what is forbidden, who is there, what they are doing,
// how close they are, when, which type, how much, and last the instants at which a message may be read.
std::span<Check const> checks();

// The earliest instant at which the message would be read: the seed's rule, one hour ahead after 24 hours of silence,
// else schedule_advance_hours.
Instant delivery_time(PairFacts const& facts, GateRules const& rules, Instant now);

// When the message that is judged would be read: at the slot, now where it is due, else at its earliest instant.
Instant reading_time(GateInput const& in);

}  // namespace proactive
