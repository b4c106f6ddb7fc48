#include "app/operator/experiment.hpp"

#include <fmt/core.h>

#include "app/operator/operator_name.hpp"
#include "base/errors.hpp"
#include "base/text.hpp"
#include "domain/experiment/definition.hpp"
#include "domain/experiment/treatment.hpp"

namespace proactive::app {

namespace {

using store::Transaction;

constexpr auto experiment_purpose = "config experiment";

std::vector<ExperimentStatus> const any_status{ExperimentStatus::draft, ExperimentStatus::running,
                                               ExperimentStatus::stopped};

std::vector<store::StoredExperiment> versions_of(Transaction& transaction, std::string const& name) {
  return store::list_experiments(transaction, any_status, name);
}

store::StoredExperiment newest_version(Transaction& transaction, std::string const& name) {
  auto const versions = versions_of(transaction, name);
  if (versions.empty()) {
    throw usage_error(fmt::format("there is no experiment {}: proactive config experiment list --all shows them",
                                  shortened(printable(name), 80)));
  }
  return versions.back();
}

// One that is not stopped.
Experiment current_version(Transaction& transaction, std::string const& name) {
  auto const newest = newest_version(transaction, name);
  if (newest.experiment.status != ExperimentStatus::stopped) return newest.experiment;
  throw usage_error(fmt::format("experiment {} was stopped at {}, and stays so: create its next version", name,
                                format_instant(*newest.experiment.stopped_at)));
}

void require_name(std::string const& what, std::string const& name) {
  if (is_experiment_name(name)) return;
  throw usage_error(fmt::format("\"{}\" is no name of {}: use up to 40 of a-z, 0-9, _ and -, first a letter",
                                shortened(printable(name), 80), what));
}

}  // namespace

Experiment create_experiment(Invocation const& invocation, std::string const& name, std::string const& layer,
                             std::vector<std::string> const& variants) {
  require_name("an experiment", name);
  require_name("a layer", layer);
  Experiment experiment;
  experiment.name = name;
  experiment.layer = layer;
  std::string problem;
  experiment.variants = read_variant_words(variants, problem);
  if (!problem.empty()) throw usage_error(problem);
  auto session = open_operator_session(invocation, experiment_purpose);
  problem = obstacle_to_start(experiment, {}, session.settings(), 0);
  if (!problem.empty()) throw usage_error(problem);
  return session.database->transact([&](Transaction& transaction) {
    store::lock_experiments(transaction);
    auto const versions = versions_of(transaction, name);
    if (!versions.empty() && versions.back().experiment.status != ExperimentStatus::stopped) {
      throw usage_error(
          fmt::format("experiment {} has version {}, which is not stopped: stop it first, and the next "
                      "version mixes its users anew",
                      name, versions.back().experiment.version));
    }
    auto created = experiment;
    created.version = store::insert_experiment(transaction, experiment, operator_name());
    return created;
  });
}

Experiment run_experiment(Invocation const& invocation, std::string const& name, int percent, Begin begin) {
  auto session = open_operator_session(invocation, experiment_purpose);
  return session.database->transact([&](Transaction& transaction) {
    store::lock_experiments(transaction);
    auto experiment = current_version(transaction, name);
    if (begin == Begin::ramp && experiment.status == ExperimentStatus::draft)
      throw usage_error(fmt::format("experiment {} is not started: proactive config experiment start {}", name, name));
    if (begin == Begin::start && experiment.status == ExperimentStatus::running) {
      throw usage_error(
          fmt::format("experiment {} runs: proactive config experiment ramp {} gives it more users", name, name));
    }
    auto const running = store::running_experiments(transaction);
    auto const problem = obstacle_to_start(experiment, running, session.settings(), percent);
    if (!problem.empty()) throw usage_error(problem);
    experiment.buckets = grown(experiment.buckets, taken_buckets(experiment, running), buckets_of(percent));
    experiment.status = ExperimentStatus::running;
    store::run_experiment(transaction, experiment);
    return experiment;
  });
}

Experiment stop_experiment(Invocation const& invocation, std::string const& name, std::string const& why) {
  auto session = open_operator_session(invocation, experiment_purpose);
  return session.database->transact([&](Transaction& transaction) {
    store::lock_experiments(transaction);
    auto experiment = current_version(transaction, name);
    store::stop_experiment(transaction, experiment, why);
    return experiment;
  });
}

std::vector<store::StoredExperiment> list_experiments(Invocation const& invocation, bool with_stopped) {
  auto session = open_session(invocation, experiment_purpose, store::Access::read_only);
  return session.database->transact([&](Transaction& transaction) {
    return store::list_experiments(
        transaction, with_stopped ? any_status : std::vector{ExperimentStatus::draft, ExperimentStatus::running});
  });
}

ShownExperiment show_experiment(Invocation const& invocation, std::string const& name) {
  auto session = open_session(invocation, experiment_purpose, store::Access::read_only);
  return session.database->transact([&](Transaction& transaction) {
    ShownExperiment shown{newest_version(transaction, name), {}};
    shown.exposed = store::exposed_users(transaction, shown.stored.experiment);
    return shown;
  });
}

UserTreatment treatment_of_user(Invocation const& invocation, std::string const& user_id) {
  auto session = open_session(invocation, experiment_purpose, store::Access::read_only);
  Treatments const treatments(session.settings(), session.database->transact(store::running_experiments));
  UserTreatment treatment{treatments.is_held_out(user_id), {}};
  for (auto const& enrolment : treatments.enrolments(user_id)) {
    auto const& experiment = treatments.experiments()[enrolment.experiment];
    treatment.variants.emplace_back(experiment, experiment.variants[enrolment.variant].name);
  }
  return treatment;
}

}  // namespace proactive::app
