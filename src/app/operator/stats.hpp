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
};

struct StatsReport {
  std::optional<Health> health;  // as it stands now: of the past nothing is known
  store::Period period;
  std::string by;
  std::string timezone;  // of the days
  store::EngagementCounts totals;
  std::vector<store::BreakdownRow> breakdown;
  std::vector<store::OutcomeRow> outcomes;  // one row each, as in the breakdown; then of all together
  std::vector<store::WriterRow> writers;
  double price_in = 0;  // of a million tokens; 0: not known
  double price_out = 0;
  std::vector<store::FunnelRow> funnel;
  std::vector<store::ErrorRow> errors;  // of the period's runs, the most frequent twenty
  std::vector<store::ReasonRow> reasons;
  std::vector<store::RunRow> runs;  // the newest ten
  // By policy alone: what was withheld for a user's safety, rights or wishes, and what was told.
  std::vector<store::WithheldRow> withheld;
  std::vector<store::DisclosureRow> disclosures;
  store::OptOuts opt_outs;
};

inline constexpr int statement_seconds = 120;  // an operator waits; a run would not

// Reads only. Throws Error (usage) when since is not before until.
StatsReport collect_stats(Session& session, StatsOptions const& options);
// The same within a transaction, with more of it, and without the health.
StatsReport collect_stats(store::Transaction& transaction, Settings const& settings, StatsOptions const& options);

// Nothing where the period has an end: of the past nothing is known.
std::optional<Health> current_health(Session& session, StatsOptions const& options);

// Fills what depends on the report's `by`: the breakdown, the outcomes, and by policy the care.
void count_by(store::Transaction& transaction, StatsReport& report);

}  // namespace proactive::app
