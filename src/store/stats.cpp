#include "store/stats.hpp"

#include "queries.hpp"
#include "store/engagement_bytes.hpp"

namespace proactive::store {

void read_engagements(Transaction& transaction, Period const& period, std::string const& by,
                      std::string const& timezone, std::function<void(std::vector<CountedEngagement>&)> const& take) {
  EngagementParts const parts{.has_time = by == "nth", .has_user = by == "companion"};
  transaction.exec(queries::plan_report);
  transaction.exec(queries::declare_report, period.since, period.until, by, timezone);
  std::vector<CountedEngagement> engagements;
  for (;;) {
    auto const rows = transaction.exec(queries::next_of_report);
    if (rows.empty()) break;
    for (auto const row : rows) {
      EngagementBytes const bytes(row["engagements"].view());
      bytes.read(parts, engagements);
      take(engagements);
    }
  }
  transaction.exec(queries::close_report);
  transaction.exec(queries::plan_as_before);
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
