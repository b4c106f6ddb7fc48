#include "store/insight.hpp"

#include "queries.hpp"

namespace proactive::store {

namespace {

FunnelCount read_count(Row const& row, std::string const& step) {
  return {row[step].integer(), row[step + "_users"].integer()};
}

double real_or_zero(Row const& row, std::string_view name) {
  auto const value = row[name];
  return value.is_null() ? 0 : value.real();
}

RateRow read_rate(Row const& row) {
  RateRow rate;
  rate.users = row["users"].integer();
  rate.sent = row["sent"].integer();
  rate.responded = {row["known_users"].integer(),       real_or_zero(row, "known"),
                    real_or_zero(row, "responded"),     real_or_zero(row, "var_known"),
                    real_or_zero(row, "var_responded"), real_or_zero(row, "cov_responded")};
  return rate;
}

std::map<std::string, Arms> read_arms(Rows const& rows) {
  std::map<std::string, Arms> metrics;
  for (auto const row : rows) {
    auto& arms = metrics[row["metric"].text()];
    auto& arm = row["held_out"].boolean() ? arms.held_out : arms.told;
    arm = {row["users"].integer(),   row["mean_x"].real(),     row["mean_y"].real(),
           row["variance_x"].real(), row["variance_y"].real(), row["covariance"].real()};
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
  InsightRates rates;
  for (auto const row : transaction.exec(queries::insight_rates, period.since, period.until)) {
    auto const dimension = row["dimension"].text();
    auto& of = dimension == "template" ? rates.templates : dimension == "nth" ? rates.nth : rates.slots;
    of.push_back(read_rate(row));
    of.back().key = row["key"].integer();
  }
  return rates;
}

std::vector<VariantRow> insight_variants(Transaction& transaction, Period const& period) {
  std::vector<VariantRow> variants;
  for (auto const row : transaction.exec(queries::insight_variants, period.since, period.until)) {
    variants.push_back({row["experiment"].text(), row["version"].integer(), row["variant"].text(),
                        row["exposed"].integer(), read_rate(row)});
  }
  return variants;
}

std::map<std::string, Arms> insight_arms(Transaction& transaction, Period const& period) {
  return read_arms(transaction.exec(queries::insight_arms, period.since, period.until));
}

std::map<std::string, Arms> insight_chat(Transaction& transaction, Period const& period, std::string const& timezone,
                                         int most_users) {
  return read_arms(transaction.exec(queries::insight_chat, period.since, period.until, timezone, most_users));
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
