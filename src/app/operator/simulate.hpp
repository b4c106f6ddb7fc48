#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "app/pass/progress.hpp"
#include "app/session.hpp"
#include "domain/simulation/grid.hpp"
#include "domain/simulation/life.hpp"

// What would come of settings with users in memory. No database is needed, and none is touched.
namespace proactive::app {

struct SimulateOptions {
  int days = 0;
  int users = 1000;
  int seed = 1;
  std::vector<std::string> with;     // "NAME=VALUE" for the first arm
  std::vector<std::string> compare;  // the same for the second; empty: there is none
  bool grid = false;
  std::string model_file;      // empty: the one that comes with the program
  std::optional<Instant> now;  // nullopt: a Monday, the same for everybody
  unsigned threads = 0;        // 0: one for each processor
  ProgressBoard::Show show_progress = {};
};

struct SimulatedArm {
  std::string name;
  NamedValues settings;  // those that were named for it
  simulation::Tally tally;
  std::string without = {};  // what of all its settings is not simulated, as a sentence; empty: nothing
};

struct SimulationReport {
  simulation::Model model;
  long users = 0;
  simulation::Span span;
  std::vector<SimulatedArm> arms;
  std::vector<simulation::Cell> grid;
};

// Throws Error (usage) for names and values as config set does, and Error (configuration) for a model that is none.
SimulationReport simulate(Invocation const& invocation, SimulateOptions const& options);

// The days of all users, shared by threads. The same whatever their number. `tell` hears how many more are over.
simulation::Tally simulate_users(simulation::Model const& model, simulation::Arm const& arm,
                                 simulation::Span const& span, long users, unsigned threads,
                                 std::function<void(long)> const& tell = {});

}  // namespace proactive::app
