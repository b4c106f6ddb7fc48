#include "app/operator/experiment.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "app/experiments.hpp"
#include "app/operator/operator_name.hpp"
#include "base/column.hpp"
#include "base/errors.hpp"
#include "base/short_name.hpp"
#include "base/text.hpp"
#include "domain/experiment/definition.hpp"
#include "domain/experiment/treatment.hpp"
#include "domain/experiment/variation.hpp"
#include "domain/message/template_sets.hpp"
#include "store/histories.hpp"
#include "store/runs.hpp"
#include "store/templates.hpp"

namespace proactive::app {

namespace {

using store::Transaction;

constexpr auto experiment_purpose = "config experiment";
constexpr int report_seconds = 120;  // of a statement on a thousand users: an operator waits

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

store::StoredExperiment version_of(Transaction& transaction, std::string const& name, int version) {
  for (auto& stored : versions_of(transaction, name)) {
    if (stored.experiment.version == version) return std::move(stored);
  }
  throw usage_error(
      fmt::format("there is no version {} of an experiment {}: proactive config experiment list --all "
                  "shows them",
                  version, shortened(printable(name), 80)));
}

// The control has nothing to stop.
void require_variant(Experiment const& experiment, std::string const& variant) {
  auto const names = column(experiment.variants, &Variant::name);
  if (std::find(names.begin() + 1, names.end(), variant) != names.end()) return;
  throw usage_error(fmt::format("\"{}\" is no variant of {} that can be stopped: name one of {}",
                                shortened(printable(variant), 80), experiment.name,
                                join(std::vector<std::string>(names.begin() + 1, names.end()), ", ")));
}

void require_name(std::string const& what, std::string const& name) {
  if (is_short_name(name)) return;
  throw usage_error(
      fmt::format("\"{}\" is no name of {}: use {}", shortened(printable(name), 80), what, short_name_rule));
}

// A variant of a set without templates would be the same as the others.
void require_templates(Transaction& transaction, Experiment const& experiment, Settings const& settings) {
  std::vector<Wording> wordings;
  wordings.reserve(experiment.variants.size());
  for (auto const& variant : experiment.variants)
    wordings.push_back(wording_of(with_values(settings, variant.settings).settings));
  auto const sentences = empty_sets(wordings, store::active_templates(transaction));
  if (!sentences.empty()) throw usage_error(sentences.front());
}

}  // namespace

Experiment create_experiment(Invocation const& invocation, ExperimentDraft const& draft) {
  require_name("an experiment", draft.name);
  require_name("a layer", draft.layer);
  Experiment experiment;
  experiment.name = draft.name;
  experiment.layer = draft.layer;
  experiment.planned_users = draft.planned_users;
  std::string problem;
  experiment.variants = read_variant_words(draft.variants, problem);
  if (!problem.empty()) throw usage_error(problem);
  auto session = open_operator_session(invocation, experiment_purpose);
  problem = obstacle_to_start(experiment, {}, session.settings(), 0);
  if (!problem.empty()) throw usage_error(problem);
  return session.database->transact([&](Transaction& transaction) {
    store::lock_experiments(transaction);
    auto const versions = versions_of(transaction, draft.name);
    if (!versions.empty() && versions.back().experiment.status != ExperimentStatus::stopped) {
      throw usage_error(
          fmt::format("experiment {} has version {}, which is not stopped: stop it first, and the next "
                      "version mixes its users anew",
                      draft.name, versions.back().experiment.version));
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
    require_templates(transaction, experiment, session.settings());
    experiment.buckets = grown(experiment.buckets, taken_buckets(experiment, running), buckets_of(percent));
    experiment.status = ExperimentStatus::running;
    store::run_experiment(transaction, experiment);
    return experiment;
  });
}

Experiment stop_experiment(Invocation const& invocation, std::string const& name,
                           std::optional<std::string> const& variant, std::string const& why) {
  auto session = open_operator_session(invocation, experiment_purpose);
  return session.database->transact([&](Transaction& transaction) {
    store::lock_experiments(transaction);
    auto experiment = current_version(transaction, name);
    if (!variant) {
      store::stop_experiment(transaction, experiment, why);
    } else {
      require_variant(experiment, *variant);
      stop_variants(transaction, experiment, {{*variant, why}});
    }
    return newest_version(transaction, name).experiment;
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

ExperimentResults report_on_experiment(Invocation const& invocation, std::string const& name,
                                       std::optional<int> version) {
  auto session = open_session(invocation, experiment_purpose, store::Access::read_only);
  auto& database = *session.database;
  database.set_statement_seconds(report_seconds);
  ExperimentResults results;
  database.transact([&](Transaction& transaction) {
    results.stored = version ? version_of(transaction, name, *version) : newest_version(transaction, name);
    results.tells_sessions = store::tells_sessions(transaction);
    results.as_of = store::database_now(transaction);
  });
  auto const& experiment = results.stored.experiment;
  if (!experiment.started_at) {
    throw usage_error(fmt::format("experiment {} was not started: proactive config experiment start {}", name, name));
  }
  auto const tallies = tally_experiment(database, experiment, session.settings().runs.default_timezone, results.as_of,
                                        [] { return true; });
  results.report = report_of(experiment, *tallies, results.as_of);
  return results;
}

ExperimentPlan plan_experiment(Invocation const& invocation, double effect, double power) {
  constexpr int most_sampled = 5000;
  constexpr int portion = 1000;
  auto session = open_session(invocation, experiment_purpose, store::Access::read_only);
  auto& database = *session.database;
  database.set_statement_seconds(report_seconds);
  ExperimentPlan plan;
  std::vector<store::Exposed> sample;
  auto const now = database.transact([&](Transaction& transaction) {
    auto const at = store::database_now(transaction);
    auto const recent = at - history_after;
    plan.users_in_28_days = store::reached_users(transaction, recent, at, 1).users;
    sample = store::reached_users(transaction, recent - history_before, recent, most_sampled).sample;
    plan.tells_sessions = store::tells_sessions(transaction);
    return at;
  });
  if (sample.empty()) {
    throw usage_error(
        "nobody was written to from eight to four weeks ago, so that nothing is known of how users differ: plan again "
        "once messages have been sent for a while");
  }
  VariantTally past{"past"};
  for (std::size_t from = 0; from < sample.size(); from += portion) {
    auto const to = std::min(sample.size(), from + portion);
    std::vector<store::Exposed> const part(sample.begin() + static_cast<std::ptrdiff_t>(from),
                                           sample.begin() + static_cast<std::ptrdiff_t>(to));
    auto const histories = database.transact([&](Transaction& transaction) {
      return store::read_histories(transaction, part, session.settings().runs.default_timezone);
    });
    for (auto const& history : histories) add_user(past, history, now);
  }
  plan.sampled_users = past.exposed;
  plan.goals = plan_goals(past, effect, power);
  return plan;
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
