#pragma once

#include <iosfwd>
#include <optional>

#include "app/operator/replay.hpp"
#include "app/operator/simulate.hpp"
#include "cli/flags.hpp"

// schedule --simulate and --from-log: the flags, and what is printed of the first.
namespace proactive::cli {

struct SimulationFlags {
  app::SimulateOptions options;
  int log_days = 0;
  std::optional<int> users;
  std::optional<int> seed;

  [[nodiscard]] bool is_simulation() const { return options.days > 0; }
  [[nodiscard]] bool is_replay() const { return log_days > 0; }
  [[nodiscard]] bool is_wanted() const { return is_simulation() || is_replay(); }
  // What was named, with the defaults of the rest.
  [[nodiscard]] app::SimulateOptions simulate_options() const;
  [[nodiscard]] app::ReplayOptions replay_options() const;
};

void declare_simulation(Flags& flags, SimulationFlags& simulation);

void print_simulation(std::ostream& out, app::SimulationReport const& report, Format format);

}  // namespace proactive::cli
