#pragma once

#include "domain/gate/checks.hpp"
#include "domain/timing/draw.hpp"

// The instant of delivery is chosen among quarters of an hour, never taken as the first at which it is no longer
// forbidden.
namespace proactive {

struct SlotChoice {
  std::optional<Instant> slot;           // nullopt: no quarter is allowed
  std::optional<Reason> refused;         // then: the first check that refuses the earliest instant
  std::optional<Instant> may_change_at;  // then: when to look again for one that is allowed, as far as it is known
  std::optional<HourChoice> hour = {};   // how it was drawn
};

// The slot of a pair that is to be engaged. With send_time=advance the seed's instant, if it is allowed. With spread
// the first quarter of an hour that is, from the seed's instant to 24 hours from now, at a minute of the pair's own;
// after quiet hours within quiet_end_spread_minutes of their end. With learned one of all quarters of that span that
// are allowed, drawn by the user's habit; where it is not known, as with spread.
SlotChoice choose_slot(GateInput const& input);

// The next slot of a due engagement that is held, not before `earliest` and not at or after `end`.
std::optional<Instant> next_slot(GateInput const& input, Instant earliest, Instant end);

// For `schedule --explain`: the spans in which quarters are allowed, half open, of all that a slot is chosen from.
struct SlotSpan {
  Instant begin;
  Instant end;
};
std::vector<SlotSpan> allowed_slots(GateInput const& input);

}  // namespace proactive
