#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "domain/gate/rules.hpp"
#include "domain/settings/settings.hpp"
#include "domain/simulation/model.hpp"
#include "domain/simulation/tally.hpp"
#include "domain/simulation/world.hpp"

// A user's days in memory, over the very gate and plans that runs use. Users know nothing of each other, so that each
// is simulated by itself; what a run has room for (its limits of messages, its time) does not count.
namespace proactive::simulation {

// What the settings say, as a simulation needs it: without a bandit, which learns from messages that were sent.
struct Arm {
  GateRules rules;
  std::chrono::hours response_window{0};
  std::string default_timezone;
};
Arm arm_of(Settings const& settings);

struct Span {
  std::uint64_t seed = 1;
  Instant begin;
  int days = 0;

  [[nodiscard]] Instant end() const { return begin + std::chrono::days{days}; }
};

// The days of a user. At least one pair.
Tally live(World& world, Arm const& arm, Span const& span);

// The days of the model's user with this number. Pure: the same for the same arguments, on any machine that knows the
// same rules of time zones.
Tally live(Model const& model, Arm const& arm, Span const& span, std::uint64_t user);

}  // namespace proactive::simulation
