#pragma once

#include <optional>
#include <vector>

#include "app/operator/health.hpp"
#include "domain/ratio.hpp"
#include "store/metrics.hpp"

namespace proactive::app {

// What monitoring is told: how it stands, and what was counted since midnight (UTC).
struct Metrics {
  Instant as_of;
  Health health;
  std::vector<store::EngagementCount> engagements;
  std::vector<store::ReportCount> reports;
  std::vector<store::RunCount> runs;
  // Of the users who were written to in seven days those who opted out or muted soon after a message; nothing below 20
  // users.
  std::optional<Ratio> opt_out_rate;
  double price_in = 0;  // of a million tokens; 0: not known
  double price_out = 0;
};

// Reads only.
Metrics collect_metrics(Session& session);

}  // namespace proactive::app
