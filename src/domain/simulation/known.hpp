#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "domain/facts.hpp"
#include "domain/simulation/tally.hpp"

// What the app and the tool know of one user while days pass.
namespace proactive::simulation {

// A message that waits for its minute.
struct Open {
  DueEngagement engagement;
  std::optional<Instant> silent_since;
};

struct KnownPair {
  PairFacts facts;
  Instant next_check;
  std::optional<Open> open;
  std::vector<Instant> unresponded;  // deliveries since the user's last word
};

struct Known {
  std::vector<KnownPair> pairs;
  bool zone_known = true;
  std::vector<Instant> deliveries;     // to the user, the newest last
  std::vector<SessionStart> sessions;  // in the order in which they began
  std::optional<Instant> user_wrote_any_at;
  std::chrono::hours response_window{0};
  Tally tally;

  // The user's words from `begin` on, to this companion, who has the last one.
  void write(std::size_t pair, Instant begin, std::chrono::minutes length);
  // To whom is not known.
  void write_to_somebody(Instant begin, std::chrono::minutes length);

  // A message of ours has come.
  void note_delivery(KnownPair& pair, Open const& open, Instant now, std::size_t counted);
};

}  // namespace proactive::simulation
