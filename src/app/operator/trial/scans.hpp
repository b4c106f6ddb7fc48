#pragma once

#include <functional>
#include <string>

#include "app/operator/trial/findings.hpp"

namespace proactive::app {

// Runs the body, which asks for one pair or for a quarter of an hour, and finds every big table of which it read all
// rows, with the index to make. What fails in it is told elsewhere.
void watch_scans(TrialFindings& findings, std::string const& function, std::function<void()> const& body);

}  // namespace proactive::app
