#include "app/operator/stats.hpp"

#include <algorithm>

#include "base/errors.hpp"
#include "base/text.hpp"
#include "store/facts.hpp"
#include "store/runs.hpp"

namespace proactive::app {

namespace {

// The app is asked for the names, by two pairs of each, since one may be gone. One that it does not know any more has
// none.
void name_companions(store::Transaction& transaction, std::vector<store::BreakdownRow>& rows) {
  std::vector<Pair> pairs;
  for (auto const& row : rows) {
    if (pairs.size() >= 1000) break;
    for (auto const& user : {row.sample_user, row.other_user}) pairs.push_back({user, row.key});
  }
  std::map<std::string, std::string> names;
  transaction.in_savepoint([&] { names = store::companion_names(transaction, pairs); });
  for (auto& row : rows) row.label = names[row.key];
}

bool has_order_of_its_own(std::string_view by) { return by == "day" || by == "stage" || by == "hour" || by == "nth"; }

// Rows of one size stand in the order in which people count: companion 2 before companion 10.
template <typename Row, typename Size>
void order_ties(std::vector<Row>& rows, Size size) {
  auto begin = rows.begin();
  while (begin != rows.end()) {
    auto const end = std::find_if(begin, rows.end(), [&](Row const& row) { return size(row) != size(*begin); });
    std::sort(begin, end, [](Row const& left, Row const& right) { return is_naturally_less(left.key, right.key); });
    begin = end;
  }
}

std::vector<store::OutcomeRow> outcomes_of(store::Transaction& transaction, StatsReport const& report) {
  auto outcomes = store::stats_outcomes(transaction, report.period, report.by, report.timezone);
  if (!has_order_of_its_own(report.by)) order_ties(outcomes, [](auto const& row) { return row.sent; });
  for (auto& row : outcomes) {
    for (auto const& named : report.breakdown) {
      if (named.key == row.key) row.label = named.label;
    }
  }
  for (auto& all : store::stats_outcomes(transaction, report.period, "all", report.timezone)) outcomes.push_back(all);
  return outcomes;
}

void count_care(store::Transaction& transaction, StatsReport& report) {
  std::vector<std::string> reasons;
  for (auto const reason : {Reason::opted_out, Reason::policy, Reason::others_read, Reason::minor, Reason::crisis,
                            Reason::distress, Reason::snoozed, Reason::muted, Reason::quiet_hours, Reason::rejected})
    reasons.emplace_back(name_of(reason));
  report.withheld = store::stats_withheld(transaction, report.period, reasons);
  report.disclosures = store::stats_disclosures(transaction, report.period);
  report.opt_outs = store::stats_opt_outs(transaction, report.period);
}

}  // namespace

void count_by(store::Transaction& transaction, StatsReport& report) {
  report.breakdown = store::stats_breakdown(transaction, report.period, report.by, report.timezone);
  if (!has_order_of_its_own(report.by)) {
    order_ties(report.breakdown, [](auto const& row) { return row.counts.created; });
  }
  if (report.by == "companion") name_companions(transaction, report.breakdown);
  report.outcomes = outcomes_of(transaction, report);
  if (report.by == "policy") count_care(transaction, report);
}

StatsReport collect_stats(store::Transaction& transaction, Settings const& settings, StatsOptions const& options) {
  constexpr int newest_runs = 10;
  constexpr int most_errors = 20;
  StatsReport report;
  report.by = options.by;
  report.timezone = settings.runs.default_timezone;
  // What is created at this very instant belongs to it.
  report.period.until =
      options.until ? *options.until : store::database_now(transaction) + std::chrono::microseconds{1};
  report.period.since =
      options.since ? *options.since : report.period.until - options.since_ago.value_or(std::chrono::hours{24 * 7});
  if (report.period.since >= report.period.until) throw usage_error("--since must be before --until");
  report.totals = store::stats_totals(transaction, report.period);
  count_by(transaction, report);
  report.writers = store::stats_writers(transaction, report.period);
  report.price_in = settings.llm.llm_price_in;
  report.price_out = settings.llm.llm_price_out;
  report.funnel = store::stats_funnel(transaction, report.period);
  report.errors = store::run_errors(transaction, report.period, most_errors);
  report.reasons = store::stats_reasons(transaction, report.period);
  report.runs = store::stats_runs(transaction, report.period, newest_runs);
  return report;
}

std::optional<Health> current_health(Session& session, StatsOptions const& options) {
  if (options.until) return std::nullopt;
  return assess_health(session);
}

StatsReport collect_stats(Session& session, StatsOptions const& options) {
  session.database->set_statement_seconds(statement_seconds);
  auto health = current_health(session, options);
  auto report = session.database->transact(
      [&](store::Transaction& transaction) { return collect_stats(transaction, session.settings(), options); });
  report.health = std::move(health);
  return report;
}

}  // namespace proactive::app
