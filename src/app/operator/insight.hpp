#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/operator/stats.hpp"
#include "store/insight.hpp"

namespace proactive::app {

// What outreach does, and to whom.
struct InsightReport {
  store::Period period;
  store::ToldByApp told_by_app;
  store::InsightFunnel funnel;
  store::InsightRates rates;
  std::vector<store::VariantRow> variants;
  Instant compared_since;               // where the hold-out is younger than the period, or has changed in it, later
  std::map<std::string, Arms> metrics;  // returned; for guardrails opted_out, muted, silent, night, long_days
  std::string obstacle;                 // why returned cannot be compared, as a sentence; empty: it can
  std::vector<store::CohortWeek> cohorts;
};

inline constexpr std::chrono::hours insight_length{91 * 24};  // of its period, where none is named: 13 weeks

// Reads only. Throws as collect_stats.
InsightReport collect_insight(Session& session, StatsOptions const& options);
InsightReport collect_insight(store::Transaction& transaction, Settings const& settings, StatsOptions const& options);

}  // namespace proactive::app
