#include "app/operator/stats_page.hpp"

#include <algorithm>
#include <array>

namespace proactive::app {

namespace {

constexpr int most_rows = 50;  // of what may have any number of values

// A report of the same period, by something else, without rows.
StatsReport empty_part(StatsReport const& report, std::string const& by) {
  StatsReport part;
  part.period = report.period;
  part.by = by;
  part.timezone = report.timezone;
  part.totals = report.totals;
  part.outcome_of_all = report.outcome_of_all;
  return part;
}

StatsReport counted_part(store::Transaction& transaction, StatsReport const& report, std::string const& by, int top) {
  auto part = empty_part(report, by);
  count_by(transaction, part, top);
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
    page.asked = counted_part(transaction, page.report, options.by, most_rows);
  }
  page.by_day = counted_part(transaction, page.report, "day", 0);
  page.by_hour = counted_part(transaction, page.report, "hour", 0);
  page.by_nth = counted_part(transaction, page.report, "nth", 0);
  page.runs = store::run_totals(transaction, period);
  page.insight = collect_insight(transaction, settings, options);
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
