#pragma once

#include <iosfwd>

#include "app/operator/stats_page.hpp"

namespace proactive::cli {

// proactive stats as a page for a browser: headline numbers, drawings and tables, all in one file.
void print_stats_page(std::ostream& out, app::StatsPage const& page);

}  // namespace proactive::cli
