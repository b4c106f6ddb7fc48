#include "app/pass/experiments.hpp"

#include <fmt/core.h>

#include "app/experiments.hpp"
#include "base/column.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "domain/experiment/treatment.hpp"
#include "store/experiments.hpp"

namespace proactive::app {

namespace {

using store::Transaction;

std::string harm_in_words(std::vector<Metric> const& harmed) {
  return join(column(harmed, [](Metric metric) { return std::string{name_of(metric)}; }), ", ");
}

void stop_harmful(store::Database& database, Experiment const& experiment, ExperimentReport const& report, Pass& pass) {
  std::map<std::string, std::string> why;
  for (auto const& [variant, harmed] : harmed_by(report)) why[variant] = "auto_stop: " + harm_in_words(harmed);
  if (why.empty()) return;
  auto const stopped = database.transact([&](Transaction& transaction) {
    store::lock_experiments(transaction);
    return stop_variants(transaction, experiment, why);
  });
  for (auto const& variant : stopped) {
    auto const sentence = fmt::format(
        "experiment {}, variant {} is stopped ({}): proactive config experiment report {} shows what it did",
        experiment.name, variant, why[variant], experiment.name);
    log::warn("variant_stopped", {{"experiment", experiment.name}, {"variant", variant}, {"hint", sentence}});
    pass.record_error(sentence);
  }
}

// Why they could not be looked at, with what to do; empty: they were.
std::string review(store::Database& database, Settings const& settings, PassContext const& context,
                   Experiment const& experiment, Pass& pass) {
  try {
    auto const tallies = tally_experiment(database, experiment, settings.runs.default_timezone, context.as_of,
                                          [&] { return context.may_begin(); });
    if (!tallies) return "the time of the run did not suffice: raise run_time_limit";
    stop_harmful(database, experiment, report_of(experiment, *tallies, context.as_of), pass);
    database.transact([&](Transaction& transaction) { store::mark_reviewed(transaction, experiment, context.as_of); });
    return {};
  } catch (store::StatementError const& problem) {  // the app's functions may refuse; messages are sent all the same
    return problem.what();
  }
}

}  // namespace

void review_experiments(store::Database& database, Settings const& settings, PassContext const& context, Pass& pass) {
  if (!settings.experiment.auto_stop || context.dry_run) return;
  auto const due = database.transact(
      [&](Transaction& transaction) { return store::unreviewed_experiments(transaction, context.as_of); });
  for (auto const& experiment : due) {
    auto const problem = review(database, settings, context, experiment, pass);
    if (problem.empty()) continue;
    auto const sentence =
        fmt::format("the guardrails of experiment {} were not looked at: {}", experiment.name, problem);
    log::warn("experiment_not_reviewed", {{"experiment", experiment.name}, {"hint", sentence}});
    pass.record_error(sentence);
  }
}

std::vector<Experiment> load_experiments(Session& session, Pass& pass) {
  auto experiments = session.database->transact(store::running_experiments);
  Treatments const treatments(session.settings(), experiments);
  for (auto const& problem : treatments.problems()) {
    log::warn("variant_not_applied", {{"hint", problem}});
    pass.record_error(problem);
  }
  return experiments;
}

}  // namespace proactive::app
