#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/operator/health.hpp"
#include "app/session.hpp"
#include "store/run_stats.hpp"
#include "store/stats.hpp"

namespace proactive::app {

struct StatsOptions {
  std::optional<Instant> since;                   // default: seven days before until
  std::optional<Instant> until;                   // default: now
  std::optional<std::chrono::seconds> since_ago;  // "7d": that long before until
  std::string by = "type";  // type, stage, companion, writer, model, template, hour, nth, policy or day
  int top = 0;              // so many values are told apart, those of which most was sent, or the newest days; 0: all
};

// The values that are not told apart.
struct Others {
  long values = 0;
  long values_sent = 0;  // of which something was sent
  EngagementCounts counts;
  std::optional<OutcomeRow> outcome;
};

struct StatsReport {
  std::optional<Health> health;  // as it stands now: of the past nothing is known
  store::Period period;
  std::string by;
  std::string timezone;  // of the days
  EngagementCounts totals;
  std::vector<BreakdownRow> breakdown;
  std::vector<OutcomeRow> outcomes;  // in the same order, of those of which something was sent
  std::optional<Others> others;
  std::optional<OutcomeRow> outcome_of_all;  // nothing where nothing was sent
  std::vector<store::WriterRow> writers;
  double price_in = 0;  // of a million tokens; 0: not known
  double price_out = 0;
  std::vector<store::FunnelRow> funnel;     // as the runs that ended tell it; so the next one
  std::vector<store::ChannelRow> channels;  // of the period's runs
  long unended_runs = 0;                    // what these did is told by rows alone
  std::vector<store::ErrorRow> errors;      // of the period's runs by kind, the most frequent first
  std::vector<store::ReasonRow> reasons;
  std::vector<store::RunRow> runs;  // the newest ten
  // By policy alone: what was withheld for a user's safety, rights or wishes, and what was told.
  std::vector<store::WithheldRow> withheld;
  std::vector<store::DisclosureRow> disclosures;
  store::OptOuts opt_outs;
};

// What is created at this very instant belongs to it. Throws Error (usage) when it would be empty.
store::Period period_of(StatsOptions const& options, Instant now, std::chrono::hours usual_length);

inline constexpr int statement_seconds = 120;  // an operator waits; a run would not

// Reads only. Throws Error (usage) when since is not before until.
StatsReport collect_stats(Session& session, StatsOptions const& options);
// The same within a transaction, with more of it, and without the health.
StatsReport collect_stats(store::Transaction& transaction, Settings const& settings, StatsOptions const& options);

// Nothing where the period has an end: of the past nothing is known.
std::optional<Health> current_health(Session& session, StatsOptions const& options);

// The engagements of a period, counted by what store::read_engagements tells apart.
EngagementTally tally(store::Transaction& transaction, store::Period const& period, std::string const& by,
                      std::string const& timezone, Merging merging);

// Fills what depends on the report's `by`: the breakdown, the outcomes, and by policy the care. `top` as in the
// options.
void count_by(store::Transaction& transaction, StatsReport& report, int top);

}  // namespace proactive::app
