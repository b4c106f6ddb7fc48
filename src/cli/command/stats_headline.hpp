#pragma once

#include <string>

#include "app/operator/stats_page.hpp"

// What the page of proactive stats (stats_page.hpp) says first, as HTML.
namespace proactive::cli {

// What is not as it should be, and that runs ended with errors; empty where all is well.
std::string stats_alert(app::StatsPage const& page);

// The numbers that matter most.
std::string stats_headline(app::StatsPage const& page);

}  // namespace proactive::cli
