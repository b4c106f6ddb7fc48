#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/pg/database.hpp"

// Counts since an instant, for monitoring.
namespace proactive::store {

// Of engagements that were created, or that ended.
struct EngagementCount {
  bool is_created = false;
  std::string type;
  std::string status;  // sent, cancelled, expired or failed; empty of created ones
  std::string reason;  // empty of sent ones
  std::string model;   // of created ones; empty: no LLM was asked
  long engagements = 0;
  long llm_calls = 0;
  long tokens_in = 0;
  long tokens_out = 0;
};
std::vector<EngagementCount> metrics_engagements(Transaction& transaction, Instant since);

// A number of the reports of all runs: "checked", or "refused" by reason.
struct ReportCount {
  std::string command;
  std::string step;
  std::string type;    // of deliveries that were held
  std::string reason;  // empty: the number is one
  long number = 0;
};
std::vector<ReportCount> metrics_reports(Transaction& transaction, Instant since);

struct RunCount {
  std::string command;
  int exit_code = 0;
  long runs = 0;
  long duration_ms = 0;  // of all together
};
std::vector<RunCount> metrics_runs(Transaction& transaction, Instant since);

}  // namespace proactive::store
