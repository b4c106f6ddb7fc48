#pragma once

#include "domain/gate/checks.hpp"

// How much and at what hour: the rules of the instants at which a message may be read. The user's own limits tighten
// the operator's.
namespace proactive {

int day_limit(GateInput const& in, Instant slot);
std::optional<int> week_limit(GateInput const& in);
std::optional<int> gap_hours(GateInput const& in);

// Messages to the user on the local day of the slot.
long deliveries_on_day(PairFacts const& facts, Instant slot);

// The most messages in any 168 hours that hold the slot, it not counted.
long deliveries_in_week(PairFacts const& facts, Instant slot);

// The message nearest to the slot that is closer than the gap, before or after it.
std::optional<Instant> too_close(PairFacts const& facts, Instant slot, int gap);

// Whether the user is not to be disturbed at the slot: by law, by the operator's hours, by their own, or, where their
// zone is not known, since they are not known to be awake. Their own hours are then also those of the operator's zone,
// for want of a better one.
bool is_quiet(GateInput const& in, Instant slot);

// The first quarter of an hour after the slot that is not quiet, within two days.
std::optional<Instant> quiet_until(GateInput const& in, Instant slot);

// The next instant that is a quarter of an hour, on every clock in use.
Instant next_quarter(Instant instant);

}  // namespace proactive
