#pragma once

#include <vector>

#include "app/session.hpp"
#include "domain/health.hpp"

namespace proactive::app {

// Whether the tool does its work, as stats, config check and Prometheus are told. Reads only.
struct Health {
  HealthFacts facts;
  std::vector<Finding> findings;
  FindingState state = FindingState::ok;  // the worst of them
};
Health assess_health(Session& session);

}  // namespace proactive::app
