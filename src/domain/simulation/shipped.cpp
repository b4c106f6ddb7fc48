#include <fmt/core.h>

#include "base/errors.hpp"
#include "domain/simulation/model.hpp"
#include "simulation_model.hpp"

namespace proactive::simulation {

std::string_view shipped_model_text() { return simulation_model_text; }

// A test reads it: here it cannot be wrong.
Model const& shipped_model() {
  static auto const model = [] {
    auto reading = read_model(simulation_model_text);
    if (!reading.problems.empty())
      throw Error(ExitCode::internal, fmt::format("the model of users: {}", reading.problems.front()));
    return reading.model;
  }();
  return model;
}

}  // namespace proactive::simulation
