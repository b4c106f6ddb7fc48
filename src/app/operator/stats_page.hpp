#pragma once

#include <optional>
#include <vector>

#include "app/operator/insight.hpp"
#include "app/operator/stats.hpp"
#include "store/run_stats.hpp"

namespace proactive::app {

// A report and what a page for operators shows beside it, all of one period.
struct StatsPage {
  StatsReport report;                // by type
  std::optional<StatsReport> asked;  // by what was asked for, where the page does not have that anyway
  StatsReport by_day;
  StatsReport by_hour;
  StatsReport by_nth;
  store::RunTotals runs;
  InsightReport insight;  // of the period that was named, else of its own
};

// Reads only, in one transaction. Throws as collect_stats.
StatsPage collect_stats_page(Session& session, StatsOptions const& options);

}  // namespace proactive::app
