#pragma once

#include <vector>

#include "app/pass/pass.hpp"
#include "domain/experiment/experiment.hpp"

namespace proactive::app {

// Those that run. What of their variants is not applied, since the settings have become stricter, is said.
std::vector<Experiment> load_experiments(Session& session, Pass& pass);

}  // namespace proactive::app
