#include "app/operator/insight.hpp"

#include <algorithm>

#include "store/runs.hpp"

namespace proactive::app {

namespace {

// Of whom the app is asked: what a report takes must not grow with the app.
constexpr int most_users_of_arm = 1000;
constexpr int most_users_of_cohort = 200;

// Twice what it takes, so that chance leaves enough of the smaller arm.
double part_that_is_looked_at(Arms const& arms, bool holds_out) {
  auto const users = holds_out ? std::min(arms.told.users, arms.held_out.users) : arms.told.users;
  return std::min(1.0, 2.0 * most_users_of_arm / static_cast<double>(std::max(users, 1L)));
}

// Sessions are the app's own: without app_sessions nothing is known of them.
void ask_for_sessions(store::Transaction& transaction, std::string const& timezone, bool holds_out,
                      InsightReport& report) {
  if (!report.told_by_app.sessions) return;
  auto const part = part_that_is_looked_at(report.metrics["returned"], holds_out);
  report.metrics.merge(store::insight_chat(transaction, {report.compared_since, report.period.until}, timezone,
                                           {most_users_of_arm, part}));
  report.cohorts = store::insight_cohorts(transaction, report.period, timezone, most_users_of_cohort);
}

}  // namespace

InsightReport collect_insight(store::Transaction& transaction, Settings const& settings, StatsOptions const& options) {
  InsightReport report;
  report.period = period_of(options, store::database_now(transaction), insight_length);
  store::take_more_memory(transaction);
  report.told_by_app = store::told_by_app(transaction);
  report.funnel = store::insight_funnel(transaction, report.period);
  report.rates = store::insight_rates(transaction, report.period);
  report.variants = store::insight_variants(transaction, report.period);
  auto const holdout = store::insight_holdout(transaction);
  report.compared_since = std::max(report.period.since, holdout ? holdout->since : report.period.since);
  report.metrics = store::insight_arms(transaction, report.period, holdout);
  report.obstacle =
      obstacle_to_uplift({report.told_by_app.answers, settings.experiment.holdout_percent}, report.metrics["returned"]);
  ask_for_sessions(transaction, settings.runs.default_timezone, holdout.has_value(), report);
  return report;
}

InsightReport collect_insight(Session& session, StatsOptions const& options) {
  session.database->set_statement_seconds(statement_seconds);
  return session.database->transact(
      [&](store::Transaction& transaction) { return collect_insight(transaction, session.settings(), options); });
}

}  // namespace proactive::app
