#pragma once

#include <vector>

#include "app/operator/metrics.hpp"
#include "cli/render/prometheus.hpp"

namespace proactive::cli {

// What is measured, by its names: each begins with proactive_, and none is renamed, since dashboards and alerts name
// them.
std::vector<Metric> metrics_of(app::Metrics const& metrics);

}  // namespace proactive::cli
