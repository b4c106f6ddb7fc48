#pragma once

#include <iosfwd>
#include <optional>

#include "app/operator/simulate.hpp"
#include "cli/flags.hpp"

// schedule --simulate: the flags, and what is printed.
namespace proactive::cli {

struct SimulationFlags {
  app::SimulateOptions options;
  std::optional<int> users;
  std::optional<int> seed;

  [[nodiscard]] bool is_wanted() const { return options.days > 0; }
  // What was named, with the defaults of the rest.
  [[nodiscard]] app::SimulateOptions chosen() const;
};

void declare_simulation(Flags& flags, SimulationFlags& simulation);

void print_simulation(std::ostream& out, app::SimulationReport const& report, Format format);

}  // namespace proactive::cli
