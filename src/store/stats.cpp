#include "store/stats.hpp"

#include "queries.hpp"

namespace proactive::store {

namespace {

EngagementCounts read_counts(Row const& row) {
  return {row["created"].integer(),   row["open"].integer(),    row["sent"].integer(),
          row["cancelled"].integer(), row["expired"].integer(), row["failed"].integer()};
}

double real_or_none(Row const& row, std::string const& name) {
  auto const value = row[name.c_str()];
  return value.is_null() ? 0 : value.real();
}

RatioFacts read_ratio(Row const& row, std::string const& of, std::string const& base) {
  auto const users = row[base == "known" ? "known_users" : "users"].integer();
  return {users,
          real_or_none(row, base),
          real_or_none(row, of),
          real_or_none(row, "var_" + base),
          real_or_none(row, "var_" + of),
          real_or_none(row, "cov_" + of)};
}

OutcomeRow read_outcome(Row const& row) {
  OutcomeRow outcome{row["key"].text()};
  outcome.sent = row["sent"].integer();
  outcome.users = row["users"].integer();
  outcome.responded = read_ratio(row, "responded", "known");
  outcome.seen = read_ratio(row, "seen", "known");
  outcome.negative = read_ratio(row, "negative", "sent");
  if (!row["median"].is_null()) outcome.median = row["median"].real();
  if (!row["p90"].is_null()) outcome.p90 = row["p90"].real();
  return outcome;
}

CountedRow read_counted(Row const& row) {
  CountedRow counted{
      row["others"].boolean(),
      {row["key"].text(), "", read_counts(row), row["sample_user"].text_or_empty(), row["other_user"].text_or_empty()}};
  if (counted.counted.counts.sent > 0) counted.outcome = read_outcome(row);
  return counted;
}

}  // namespace

std::vector<CountedRow> stats_by(Transaction& transaction, Period const& period, std::string const& by,
                                 std::string const& timezone, std::optional<std::vector<std::string>> const& keys) {
  std::vector<CountedRow> counted;
  for (auto const row : transaction.exec(queries::stats_by, period.since, period.until, by, timezone, keys, false))
    counted.push_back(read_counted(row));
  return counted;
}

CountedRows stats_by_and_of_all(Transaction& transaction, Period const& period, std::string const& by,
                                std::string const& timezone) {
  CountedRows counted;
  for (auto const row :
       transaction.exec(queries::stats_by, period.since, period.until, by, timezone, std::nullopt, true)) {
    if (row["is_all"].boolean()) {
      counted.all = read_counted(row);
    } else {
      counted.rows.push_back(read_counted(row));
    }
  }
  return counted;
}

CountedRow stats_of_all(Transaction& transaction, Period const& period) {
  auto const rows = stats_by(transaction, period, "all", "UTC");
  return rows.empty() ? CountedRow{} : rows.front();
}

std::vector<WriterRow> stats_writers(Transaction& transaction, Period const& period) {
  std::vector<WriterRow> writers;
  for (auto const row : transaction.exec(queries::stats_writers, period.since, period.until)) {
    writers.push_back({row["writer"].text(),
                       row["model"].text(),
                       row["engagements"].integer(),
                       row["calls"].optional_integer().value_or(0),
                       row["tokens_in"].optional_integer().value_or(0),
                       row["tokens_out"].optional_integer().value_or(0),
                       row["latency_p50"].optional_integer(),
                       row["latency_p95"].optional_integer(),
                       {}});
  }
  for (auto const row : transaction.exec(queries::stats_refusals, period.since, period.until)) {
    for (auto& writer : writers) {
      if (writer.writer == row["writer"].text() && writer.model == row["model"].text())
        writer.refusals[row["reason"].text()] = row["times"].integer();
    }
  }
  return writers;
}

std::vector<FunnelRow> stats_funnel(Transaction& transaction, Period const& period) {
  std::vector<FunnelRow> funnel;
  for (auto const row : transaction.exec(queries::stats_funnel, period.since, period.until)) {
    funnel.push_back({row["command"].text(), row["step"].text(), row["reason"].text(), row["newest"].integer(),
                      row["period"].integer()});
  }
  return funnel;
}

std::vector<ReasonRow> stats_reasons(Transaction& transaction, Period const& period) {
  std::vector<ReasonRow> reasons;
  for (auto const row : transaction.exec(queries::stats_reasons, period.since, period.until)) {
    reasons.push_back({row["engagement_status"].text(), row["reason"].text(), row["engagements"].integer(),
                       row["example"].text_or_empty()});
  }
  return reasons;
}

std::vector<RunRow> stats_runs(Transaction& transaction, Period const& period, int limit) {
  std::vector<RunRow> runs;
  for (auto const row : transaction.exec(queries::stats_runs, period.since, period.until, limit)) {
    runs.push_back({row["run_id"].text(), row["command"].text(), row["started_at"].instant(),
                    row["duration_ms"].optional_integer(), row["exit_code"].optional_integer(), row["report"].json(),
                    row["errors"].json(), row["settings_fingerprint"].text()});
  }
  return runs;
}

std::vector<WithheldRow> stats_withheld(Transaction& transaction, Period const& period,
                                        std::vector<std::string> const& reasons) {
  std::vector<WithheldRow> rows;
  for (auto const row : transaction.exec(queries::stats_withheld, period.since, period.until, reasons)) {
    rows.push_back({row["reason"].text(), row["refused"].integer(), row["cancelled"].integer()});
  }
  return rows;
}

std::vector<DisclosureRow> stats_disclosures(Transaction& transaction, Period const& period) {
  std::vector<DisclosureRow> rows;
  for (auto const row : transaction.exec(queries::stats_disclosures, period.since, period.until)) {
    rows.push_back({row["language"].text_or_empty(), row["version"].text_or_empty(), row["form"].text_or_empty(),
                    row["messages"].integer()});
  }
  return rows;
}

OptOuts stats_opt_outs(Transaction& transaction, Period const& period) {
  auto const row = transaction.exec(queries::stats_opt_outs, period.since, period.until)[0];
  auto const longest = row["longest"];
  return {row["users"].integer(), row["written_to"].integer(),
          longest.is_null() ? std::nullopt : std::optional{longest.real()}};
}

}  // namespace proactive::store
