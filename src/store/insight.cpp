#include "store/insight.hpp"

#include "domain/insight/sums.hpp"
#include "queries.hpp"

namespace proactive::store {

namespace {

FunnelCount read_count(Row const& row, std::string const& step) {
  return {row[step].integer(), row[step + "_users"].integer()};
}

RateRow read_rate(Row const& row) {
  RateRow rate;
  rate.users = row["users"].integer();
  rate.sent = row["sent"].integer();
  rate.responded =
      ratio_facts_of({row["known_users"].integer(), row["known"].real(), row["responded"].real(),
                      row["known_known"].real(), row["responded_responded"].real(), row["known_responded"].real()});
  return rate;
}

std::vector<RateRow> read_rates(Rows const& rows) {
  std::vector<RateRow> rates;
  for (auto const row : rows) {
    rates.push_back(read_rate(row));
    rates.back().key = row["key"].integer();
  }
  return rates;
}

std::map<std::string, Arms> read_arms(Rows const& rows) {
  std::map<std::string, Arms> metrics;
  for (auto const row : rows) {
    auto& arms = metrics[row["metric"].text()];
    auto& arm = row["held_out"].boolean() ? arms.held_out : arms.told;
    arm = summary_of({row["users"].integer(), row["x"].real(), row["y"].real(), row["xx"].real(), row["yy"].real(),
                      row["xy"].real()});
  }
  return metrics;
}

}  // namespace

void take_more_memory(Transaction& transaction) { transaction.exec(queries::more_memory); }

ToldByApp told_by_app(Transaction& transaction) {
  auto const row = transaction.exec(queries::insight_told_by_app)[0];
  return {row["answers"].boolean(), row["seen"].boolean(), row["sessions"].boolean()};
}

InsightFunnel insight_funnel(Transaction& transaction, Period const& period) {
  auto const rows = transaction.exec(queries::insight_funnel, period.since, period.until);
  auto const row = rows[0];
  return {read_count(row, "eligible"),  read_count(row, "held_out"), read_count(row, "scheduled"),
          read_count(row, "sent"),      read_count(row, "known"),    read_count(row, "seen"),
          read_count(row, "responded"), row["receipts"].integer()};
}

InsightRates insight_rates(Transaction& transaction, Period const& period) {
  return {
      read_rates(transaction.exec(queries::insight_rates, period.since, period.until, std::string{"template"})),
      read_rates(transaction.exec(queries::insight_nth, period.since, period.until)),
      read_rates(transaction.exec(queries::insight_rates, period.since, period.until, std::string{"slot"})),
  };
}

std::vector<VariantRow> insight_variants(Transaction& transaction, Period const& period) {
  std::vector<VariantRow> variants;
  for (auto const row : transaction.exec(queries::insight_variants, period.since, period.until)) {
    variants.push_back({row["experiment"].text(), row["version"].integer(), row["variant"].text(),
                        row["exposed"].integer(), read_rate(row)});
  }
  return variants;
}

std::optional<HoldoutSpan> insight_holdout(Transaction& transaction) {
  auto const rows = transaction.exec(queries::insight_holdout);
  if (rows.empty()) return std::nullopt;
  return HoldoutSpan{rows[0]["since"].instant(), rows[0]["is_whole"].boolean()};
}

std::map<std::string, Arms> insight_arms(Transaction& transaction, Period const& period,
                                         std::optional<HoldoutSpan> const& holdout) {
  auto const span = holdout.value_or(HoldoutSpan{earliest_instant});
  return read_arms(transaction.exec(queries::insight_arms, period.since, period.until, span.since, span.is_whole));
}

std::map<std::string, Arms> insight_chat(Transaction& transaction, Period const& period, std::string const& timezone,
                                         ChatSample const& sample) {
  return read_arms(
      transaction.exec(queries::insight_chat, period.since, period.until, timezone, sample.most_users, sample.part));
}

std::vector<CohortWeek> insight_cohorts(Transaction& transaction, Period const& period, std::string const& timezone,
                                        int most_users) {
  std::vector<CohortWeek> weeks;
  for (auto const row : transaction.exec(queries::insight_cohorts, period.since, period.until, timezone, most_users)) {
    weeks.push_back({row["week"].text(), row["held_out"].boolean(), row["users"].integer(), row["sampled"].integer(),
                     row["nth"].integer(), row["active"].integer(), row["over"].boolean()});
  }
  return weeks;
}

}  // namespace proactive::store
