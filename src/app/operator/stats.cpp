#include "app/operator/stats.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <utility>

#include "app/operator/pair_names.hpp"
#include "base/column.hpp"
#include "base/errors.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "store/facts.hpp"
#include "store/insight.hpp"
#include "store/runs.hpp"

namespace proactive::app {

namespace {

// The app is asked for the names, by two pairs of each, since one may be gone. One that it does not know any more has
// none.
void name_companions(store::Transaction& transaction, std::vector<BreakdownRow>& rows) {
  std::vector<Pair> pairs;
  for (auto const& row : rows) {
    if (pairs.size() >= 1000) break;
    for (auto const& user : {row.sample_user, row.other_user}) pairs.push_back({user, row.key});
  }
  std::map<std::string, std::string> labels;
  for (auto const& [pair, names] : names_of(transaction, pairs)) {
    if (!names.companion.empty()) labels[pair.companion_id] = names.companion;
  }
  for (auto& row : rows) row.label = labels[row.key];
}

bool has_order_of_its_own(std::string_view by) { return by == "day" || by == "stage" || by == "hour" || by == "nth"; }

// What most was sent of comes first; of equal ones as people count: companion 2 before companion 10.
bool is_greater(CountedRow const& left, CountedRow const& right) {
  auto const& a = left.counted.counts;
  auto const& b = right.counted.counts;
  if (a.sent != b.sent) return a.sent > b.sent;
  if (a.created != b.created) return a.created > b.created;
  return is_naturally_less(left.counted.key, right.counted.key);
}

// The keys that are told apart: one choice for all tables of a report.
std::set<std::string> top_keys(std::vector<CountedRow> rows, std::string_view by, int top) {
  if (by == "day") {
    std::reverse(rows.begin(), rows.end());
  } else {
    std::sort(rows.begin(), rows.end(), is_greater);
  }
  rows.resize(static_cast<std::size_t>(top));
  std::set<std::string> keys;
  for (auto const& row : rows) keys.insert(row.counted.key);
  return keys;
}

EngagementTally tell_apart(store::Transaction& transaction, StatsReport const& report, int top) {
  return tally(transaction, report.period, report.by, report.timezone, top > 0 ? Merging::yes : Merging::no);
}

Others others_of(EngagementTally const& tally, std::vector<CountedRow> const& left, std::set<std::string> const& kept) {
  Others others;
  others.values = static_cast<long>(left.size());
  others.values_sent = std::count_if(left.begin(), left.end(), [](auto const& row) { return row.outcome.has_value(); });
  auto counted = tally.others(kept);
  others.counts = counted.counted.counts;
  others.outcome = std::move(counted.outcome);
  return others;
}

// Takes what is not among the top out of the rows.
void sum_up_others(EngagementTally const& tally, StatsReport& report, std::vector<CountedRow>& rows, int top) {
  if (top == 0 || rows.size() <= static_cast<std::size_t>(top)) return;
  auto const kept = top_keys(rows, report.by, top);
  auto const left = std::stable_partition(rows.begin(), rows.end(),
                                          [&](CountedRow const& row) { return kept.contains(row.counted.key); });
  report.others = others_of(tally, {left, rows.end()}, kept);
  rows.erase(left, rows.end());
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

void report_rows(store::Transaction& transaction, StatsReport& report, EngagementTally const& tally,
                 std::vector<CountedRow> rows, int top) {
  if (!has_order_of_its_own(report.by)) std::sort(rows.begin(), rows.end(), is_greater);
  sum_up_others(tally, report, rows, top);
  report.breakdown = column(rows, &CountedRow::counted);
  if (report.by == "companion") name_companions(transaction, report.breakdown);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].outcome) continue;
    report.outcomes.push_back(*rows[i].outcome);
    report.outcomes.back().label = report.breakdown[i].label;
  }
  if (report.by == "policy") count_care(transaction, report);
}

}  // namespace

store::Period period_of(StatsOptions const& options, Instant now, std::chrono::hours usual_length) {
  // What is created at this very instant belongs to it.
  auto const until = options.until.value_or(now + std::chrono::microseconds{1});
  auto const since = options.since.value_or(until - options.since_ago.value_or(usual_length));
  if (since < until) return {since, until};
  if (!options.until) {
    throw usage_error(fmt::format("--since {} lies in the future, and now is {}: give a time that has passed",
                                  format_instant(since), format_instant(now)));
  }
  throw usage_error(fmt::format("--since {} is not before --until {}: give an earlier --since or a later --until",
                                format_instant(since), format_instant(until)));
}

EngagementTally tally(store::Transaction& transaction, store::Period const& period, std::string const& by,
                      std::string const& timezone, Merging merging) {
  EngagementTally counted(by == "nth" ? TallyBy::number_in_week : TallyBy::key, merging);
  store::read_engagements(transaction, period, by, timezone,
                          [&](std::vector<CountedEngagement>& of_users) { counted.add(of_users); });
  return counted;
}

void count_by(store::Transaction& transaction, StatsReport& report, int top) {
  auto const counted = tell_apart(transaction, report, top);
  report_rows(transaction, report, counted, counted.rows().rows, top);
}

StatsReport collect_stats(store::Transaction& transaction, Settings const& settings, StatsOptions const& options) {
  constexpr int newest_runs = 10;
  constexpr int most_errors = 1000;  // kinds
  StatsReport report;
  report.by = options.by;
  report.timezone = settings.runs.default_timezone;
  report.period = period_of(options, store::database_now(transaction), std::chrono::hours{24 * 7});
  store::take_more_memory(transaction);
  auto const counted = tell_apart(transaction, report, options.top);
  auto rows = counted.rows();
  report.totals = rows.all.counted.counts;
  report.outcome_of_all = std::move(rows.all.outcome);
  report_rows(transaction, report, counted, std::move(rows.rows), options.top);
  report.writers = store::stats_writers(transaction, report.period);
  report.price_in = settings.llm.llm_price_in;
  report.price_out = settings.llm.llm_price_out;
  report.funnel = store::stats_funnel(transaction, report.period);
  report.channels = store::run_channels(transaction, report.period);
  report.unended_runs = store::run_totals(transaction, report.period).unended;
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
