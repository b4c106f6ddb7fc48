#pragma once

#include <cstddef>
#include <string>

#include "base/time.hpp"
#include "domain/simulation/known.hpp"

namespace proactive::simulation {

// Hours of a simulation, by which occasions are told apart. Those before its begin are negative.
using HourNumber = long;

// A user of whom days are lived: what they do of their own accord, and with a message. Knows no rule.
class World {
 public:
  World() = default;
  virtual ~World() = default;
  World(World const&) = delete;
  World& operator=(World const&) = delete;

  // By which their days are counted, whether the app knows it or not.
  [[nodiscard]] virtual std::string zone() const = 0;

  // What is known when the days begin.
  virtual Known begin() = 0;

  // What the user does in this hour of their own accord is settled at its begin.
  virtual void begin_hour(HourNumber hour, LocalTime const& local) = 0;
  // When they do something next; Instant::max(): not in this hour.
  [[nodiscard]] virtual Instant next_act() const = 0;
  virtual void act(Instant now, Known& known) = 0;

  // A message of ours has come, and is known already.
  virtual void receive(std::size_t pair, Instant now, LocalTime const& local, Known& known) = 0;

  // What is otherwise in a pair's facts at this instant.
  virtual void date(std::size_t pair, Instant now, PairFacts& facts) const = 0;
};

}  // namespace proactive::simulation
