#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/session.hpp"
#include "store/experiments.hpp"

// The operator's commands on experiments. They connect themselves.
namespace proactive::app {

// The next version of the name, as a draft: `variants` are the words that read_variant_words (domain/experiment) reads.
// Throws Error (usage) where they are wrong, or where a version is not stopped yet.
Experiment create_experiment(Invocation const& invocation, std::string const& name, std::string const& layer,
                             std::vector<std::string> const& variants);

// Gives it so many percent of the users, of whom it keeps those that it has. A draft is started by that. Throws Error
// (usage) where it may not be.
enum class Begin { start, ramp };
Experiment run_experiment(Invocation const& invocation, std::string const& name, int percent, Begin begin);

Experiment stop_experiment(Invocation const& invocation, std::string const& name, std::string const& why);

// Those that are not stopped, or all.
std::vector<store::StoredExperiment> list_experiments(Invocation const& invocation, bool with_stopped);

// The newest version of a name, and whom it has reached. Throws Error (usage) where there is none.
struct ShownExperiment {
  store::StoredExperiment stored;
  std::map<std::string, store::ExposedUsers> exposed;  // by variant
};
ShownExperiment show_experiment(Invocation const& invocation, std::string const& name);

// How a user is treated, by chance alone: which variants they get of those that run, or that they are held out.
struct UserTreatment {
  bool is_held_out = false;
  std::vector<std::pair<Experiment, std::string>> variants;
};
UserTreatment treatment_of_user(Invocation const& invocation, std::string const& user_id);

}  // namespace proactive::app
