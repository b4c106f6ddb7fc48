#include "app/operator/stats_page.hpp"

#include <algorithm>
#include <array>

namespace proactive::app {

namespace {

// A report of the same period, by something else, without rows.
StatsReport empty_part(StatsReport const& report, std::string const& by) {
  StatsReport part;
  part.period = report.period;
  part.by = by;
  part.timezone = report.timezone;
  part.totals = report.totals;
  return part;
}

// Those of the report among them, which are known already.
StatsReport outcomes_part(store::Transaction& transaction, StatsReport const& report, std::string const& by) {
  auto part = empty_part(report, by);
  if (report.outcomes.empty()) return part;  // nothing was sent
  part.outcomes = store::stats_outcomes(transaction, report.period, by, report.timezone);
  part.outcomes.push_back(report.outcomes.back());
  return part;
}

bool is_on_every_page(std::string const& by) {
  constexpr std::array<std::string_view, 4> always{"type", "day", "hour", "nth"};
  return std::find(always.begin(), always.end(), by) != always.end();
}

StatsPage collect(store::Transaction& transaction, Settings const& settings, StatsOptions const& options) {
  auto by_type = options;
  by_type.by = "type";
  StatsPage page;
  page.report = collect_stats(transaction, settings, by_type);
  auto const& period = page.report.period;
  page.report.opt_outs = store::stats_opt_outs(transaction, period);
  if (!is_on_every_page(options.by)) {
    page.asked = empty_part(page.report, options.by);
    count_by(transaction, *page.asked);
  }
  page.by_day = empty_part(page.report, "day");
  page.by_day.breakdown = store::stats_breakdown(transaction, period, "day", page.report.timezone);
  page.by_hour = outcomes_part(transaction, page.report, "hour");
  page.by_nth = outcomes_part(transaction, page.report, "nth");
  page.runs = store::run_totals(transaction, period);
  return page;
}

}  // namespace

StatsPage collect_stats_page(Session& session, StatsOptions const& options) {
  session.database->set_statement_seconds(statement_seconds);
  auto health = current_health(session, options);
  auto page = session.database->transact(
      [&](store::Transaction& transaction) { return collect(transaction, session.settings(), options); });
  page.report.health = std::move(health);
  return page;
}

}  // namespace proactive::app
