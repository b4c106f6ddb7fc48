#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/bandit/bandit.hpp"
#include "domain/gate/checks.hpp"
#include "domain/timing/draw.hpp"

// The gate: whether, as what and when a pair may be engaged, as ordered checks that are pure functions of
// facts, settings and an instant. All are evaluated; the first that refuses gives the reason.
namespace proactive {

struct Decision {
  std::optional<Reason> refused;  // none: engage
  EngagementType type = EngagementType::check_in;
  bool is_safe = false;  // the user is in distress: only a template that is marked safe may write it
  Instant scheduled_for;
  // When the gate should look at the pair again. Refused: the latest instant known of all that refuse, 5 minutes to 24
  // hours ahead; 30 days where only the user can change a refusal; where only the instants of the next 24 hours are
  // refused, when a later one can be chosen. Engaged: when the wait after the delivery is over.
  Instant next_check_at;
  std::optional<HourChoice> hour = {};        // how scheduled_for was drawn
  std::vector<Reason> shadowed = {};          // of what passes: checks that would have refused it, and have no say
  std::optional<ArmChoice> type_choice = {};  // how type was drawn, where several apply
};
Decision decide(GateInput const& input);

// One line of `schedule --explain`.
struct TraceLine {
  Reason reason;
  std::string facts;
  bool passed = false;
  std::optional<Instant> may_change_at;
  bool is_shadow = false;  // and so its refusal stops nothing
};
// Rules of the hour are told of the slot that would be chosen; where there is none, of the seed's instant.
std::vector<TraceLine> explain(GateInput const& input);

// What becomes of a due engagement. Checked just before delivery, on fresh facts: first what cancels it, then whether
// it is too late, then what holds it. A hold that would move it to another day or part of the day cancels it as stale,
// and so does what its message was not reviewed for.
struct DeliveryDecision {
  enum class Action { send, hold, cancel, expire };
  Action action = Action::send;
  std::optional<Reason> reason;
  Instant scheduled_for;              // when held: the new time
  std::vector<Reason> shadowed = {};  // when sent: checks that would have stopped it, and have no say
};
DeliveryDecision decide_delivery(DueEngagement const& engagement, GateInput const& input);

// Whether the app may still push a message that was delivered before: what has become unwelcome is not, and nothing is
// at a quiet hour. What was delivered counts for no limit here.
struct PushDecision {
  enum class Action { push, hold, drop };
  Action action = Action::push;
  std::optional<Reason> reason;
  Instant until;  // when held: the end of the quiet hours, as far as it is known
};
PushDecision decide_push(DueEngagement const& delivered, GateInput const& input);

}  // namespace proactive
