#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "domain/insight/engagement_tally.hpp"
#include "store/pg/database.hpp"

namespace proactive::store {

// Who wrote with which model, and what it took.
struct WriterRow {
  std::string writer;  // template, llm or fallback
  std::string model;   // empty where no LLM was asked
  long engagements = 0;
  long calls = 0;
  long tokens_in = 0;
  long tokens_out = 0;
  std::optional<long> latency_p50;  // milliseconds of the last call of each
  std::optional<long> latency_p95;
  std::map<std::string, long> refusals;  // drafts that were refused and calls that failed, by reason
};

struct ReasonRow {
  std::string status;
  std::string reason;
  long engagements = 0;
  std::string example;  // one of the errors, where there is one
};

struct RunRow {
  std::string run_id;
  std::string command;
  Instant started_at;
  std::optional<long> duration_ms;  // missing while it runs, or after it was killed
  std::optional<long> exit_code;
  Json report;
  Json errors;
  std::string settings_fingerprint;
};

// A number of the runs' reports: of the newest run, and of all of the period.
struct FunnelRow {
  std::string command;
  std::string step;
  std::string reason;  // empty: the number is one
  long newest = 0;
  long period = 0;
};

struct WithheldRow {
  std::string reason;
  long refused = 0;    // looks of schedule
  long cancelled = 0;  // messages that were planned
};

struct DisclosureRow {
  std::string language;
  std::string version;
  std::string form;
  long messages = 0;
};

struct OptOuts {
  long users = 0;
  long written_to = 0;            // of them: got a message afterwards, without having agreed anew
  std::optional<double> longest;  // seconds until the last such message
};

// Engagements created in [since, until).
struct Period {
  Instant since;
  Instant until;
};
// Hands over the engagements of a period, all of a user at once, with what `by` tells apart: all, type, stage,
// companion, writer, model, template, hour, policy, day (of `timezone`) or nth (of the user's messages in a week), for
// which those of 14 days before are handed over too.
void read_engagements(Transaction& transaction, Period const& period, std::string const& by,
                      std::string const& timezone, std::function<void(std::vector<CountedEngagement>&)> const& take);
std::vector<WriterRow> stats_writers(Transaction& transaction, Period const& period);
// Of these reasons.
std::vector<WithheldRow> stats_withheld(Transaction& transaction, Period const& period,
                                        std::vector<std::string> const& reasons);
std::vector<DisclosureRow> stats_disclosures(Transaction& transaction, Period const& period);
OptOuts stats_opt_outs(Transaction& transaction, Period const& period);
// By command and step; of one step the most frequent reasons first.
std::vector<FunnelRow> stats_funnel(Transaction& transaction, Period const& period);
std::vector<ReasonRow> stats_reasons(Transaction& transaction, Period const& period);
// Newest first.
std::vector<RunRow> stats_runs(Transaction& transaction, Period const& period, int limit);

}  // namespace proactive::store
