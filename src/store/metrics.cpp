#include "store/metrics.hpp"

#include "queries.hpp"

namespace proactive::store {

std::vector<EngagementCount> metrics_engagements(Transaction& transaction, Instant since) {
  std::vector<EngagementCount> counts;
  for (auto const row : transaction.exec(queries::metrics_engagements, since)) {
    counts.push_back({row["kind"].text() == "created", row["engagement_type"].text(), row["status"].text(),
                      row["reason"].text(), row["model"].text(), row["engagements"].integer(),
                      row["llm_calls"].integer(), row["tokens_in"].integer(), row["tokens_out"].integer()});
  }
  return counts;
}

std::vector<ReportCount> metrics_reports(Transaction& transaction, Instant since) {
  std::vector<ReportCount> counts;
  for (auto const row : transaction.exec(queries::metrics_reports, since)) {
    counts.push_back(
        {row["command"].text(), row["step"].text(), row["type"].text(), row["reason"].text(), row["number"].integer()});
  }
  return counts;
}

std::vector<RunCount> metrics_runs(Transaction& transaction, Instant since) {
  std::vector<RunCount> counts;
  for (auto const row : transaction.exec(queries::metrics_runs, since)) {
    counts.push_back({row["command"].text(), static_cast<int>(row["exit_code"].integer()), row["runs"].integer(),
                      row["duration_ms"].integer()});
  }
  return counts;
}

}  // namespace proactive::store
