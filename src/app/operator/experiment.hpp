#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/session.hpp"
#include "domain/experiment/report.hpp"
#include "store/experiments.hpp"

// The operator's commands on experiments. They connect themselves.
namespace proactive::app {

// The next version of the name, as a draft: `variants` are the words that read_variant_words (domain/experiment) reads.
// Throws Error (usage) where they are wrong, or where a version is not stopped yet.
struct ExperimentDraft {
  std::string name;
  std::string layer = "default";
  std::vector<std::string> variants;
  long planned_users = 1000;
};
Experiment create_experiment(Invocation const& invocation, ExperimentDraft const& draft);

// Gives it so many percent of the users, of whom it keeps those that it has. A draft is started by that. Throws Error
// (usage) where it may not be.
enum class Begin { start, ramp };
Experiment run_experiment(Invocation const& invocation, std::string const& name, int percent, Begin begin);

// The whole of it, or one variant; the last one that is not the control ends the whole of it.
Experiment stop_experiment(Invocation const& invocation, std::string const& name,
                           std::optional<std::string> const& variant, std::string const& why);

// Those that are not stopped, or all.
std::vector<store::StoredExperiment> list_experiments(Invocation const& invocation, bool with_stopped);

// The newest version of a name, and whom it has reached. Throws Error (usage) where there is none.
struct ShownExperiment {
  store::StoredExperiment stored;
  std::map<std::string, store::ExposedUsers> exposed;  // by variant
};
ShownExperiment show_experiment(Invocation const& invocation, std::string const& name);

// What came of the newest version, or of an earlier one. Throws Error (usage) where there is none, or it has not begun.
struct ExperimentResults {
  store::StoredExperiment stored;
  ExperimentReport report;
  bool tells_sessions = false;  // else what needs them is not measured
  Instant as_of;
};
ExperimentResults report_on_experiment(Invocation const& invocation, std::string const& name,
                                       std::optional<int> version);

// What an experiment would need, by the users who were written to from eight to four weeks ago. effect: the least that
// matters, a share of each goal's mean. Throws Error (usage) where nobody was.
struct ExperimentPlan {
  std::vector<PlannedGoal> goals;
  long sampled_users = 0;
  long users_in_28_days = 0;  // whom messages have reached in the last 28 days
  bool tells_sessions = false;
};
ExperimentPlan plan_experiment(Invocation const& invocation, double effect, double power);

// How a user is treated, by chance alone: which variants they get of those that run, or that they are held out.
struct UserTreatment {
  bool is_held_out = false;
  std::vector<std::pair<Experiment, std::string>> variants;
};
UserTreatment treatment_of_user(Invocation const& invocation, std::string const& user_id);

}  // namespace proactive::app
