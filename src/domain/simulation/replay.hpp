#pragma once

#include "domain/simulation/life.hpp"
#include "domain/simulation/log.hpp"

// What the gate and plans would have sent under other settings in days that have passed, to users who do what they did.
// What came of a message is never guessed: one that falls near one that was really sent to the pair takes what came of
// that, and of others nothing is known.
namespace proactive::simulation {

// A message within so long of one that was sent to the pair is the same one, the nearest first.
inline constexpr std::chrono::hours same_message{12};

struct Replay {
  Tally tally;
  Outcomes kept;     // of the messages of those days, those that would have been sent, too
  Outcomes dropped;  // the others
  long added = 0;    // that would have been sent besides: nobody knows what would have come of them

  void merge(Replay const& other);
  bool operator==(Replay const&) const = default;
};

// At least one pair.
Replay replay(LoggedUser const& user, Arm const& arm, Days const& days);

// The log itself.
Replay as_it_was(LoggedUser const& user, Days const& days);

}  // namespace proactive::simulation
