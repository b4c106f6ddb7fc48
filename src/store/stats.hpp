#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "domain/ratio.hpp"
#include "store/pg/database.hpp"

namespace proactive::store {

struct EngagementCounts {
  long created = 0;
  long open = 0;
  long sent = 0;
  long cancelled = 0;
  long expired = 0;
  long failed = 0;
};

struct BreakdownRow {
  std::string key;
  std::string label;  // a companion's name; else empty
  EngagementCounts counts;
  std::string sample_user = {};  // one of the users, and another
  std::string other_user = {};
};

// What came of the messages of one key, with the user as the unit.
struct OutcomeRow {
  std::string key;
  std::string label = {};  // a companion's name; else empty
  long sent = 0;
  long users = 0;             // who got them
  RatioFacts responded = {};  // of those whose outcome is known
  RatioFacts seen = {};
  RatioFacts negative = {};           // of those that were sent
  std::optional<double> median = {};  // seconds to the answer, of those that were answered in time
  std::optional<double> p90 = {};
};

// Engagements of one value, or of those that nobody asked for, and what came of what was sent; nothing where nothing
// was.
struct CountedRow {
  bool is_others = false;
  BreakdownRow counted;
  std::optional<OutcomeRow> outcome = {};
};

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
// `by`: all, type, stage, companion, writer, model, template, hour, nth (of the user's messages in a week), policy or
// day, a day being one of `timezone`. By key; where `keys` is given, all that are not among them are one row.
std::vector<CountedRow> stats_by(Transaction& transaction, Period const& period, std::string const& by,
                                 std::string const& timezone,
                                 std::optional<std::vector<std::string>> const& keys = std::nullopt);
// The same, and of all together, which costs little more.
struct CountedRows {
  CountedRow all;
  std::vector<CountedRow> rows;
};
CountedRows stats_by_and_of_all(Transaction& transaction, Period const& period, std::string const& by,
                                std::string const& timezone);
// Of all together; zeros where there are none.
CountedRow stats_of_all(Transaction& transaction, Period const& period);
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
