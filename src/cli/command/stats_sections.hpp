#pragma once

#include <vector>

#include "app/operator/stats_page.hpp"
#include "cli/render/html.hpp"

// The sections of the page of proactive stats (stats_page.hpp).
namespace proactive::cli {

// How far pairs and messages got.
Section looks_section(app::StatsPage const& page);
Section messages_section(app::StatsPage const& page);

// Messages, by what they have in common.
Section days_section(app::StatsPage const& page);
Section types_section(app::StatsPage const& page);
Section hours_section(app::StatsPage const& page);
Section fatigue_section(app::StatsPage const& page);
Section opt_outs_section(app::StatsPage const& page);
Section asked_section(app::StatsReport const& report);

// What outreach does, and to whom.
std::vector<Section> insight_sections(app::InsightReport const& report);

// Who wrote, and how the runs went.
Section writers_section(app::StatsReport const& report);
Section channels_section(app::StatsReport const& report);
Section errors_section(app::StatsReport const& report);
Section runs_section(app::StatsReport const& report);

}  // namespace proactive::cli
