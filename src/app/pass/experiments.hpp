#pragma once

#include <vector>

#include "app/pass/pass.hpp"
#include "domain/experiment/experiment.hpp"

namespace proactive::app {

// Those that run. What of their variants is not applied, since the settings have become stricter, is said.
std::vector<Experiment> load_experiments(Session& session, Pass& pass);

// Looks at the guardrails of those that nobody has looked at for a day, and stops variants that harm people (setting
// auto_stop): that is said among the run's errors, as is what could not be looked at.
void review_experiments(store::Database& database, Settings const& settings, PassContext const& context, Pass& pass);

}  // namespace proactive::app
