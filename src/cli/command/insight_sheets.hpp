#pragma once

#include <string>
#include <vector>

#include "app/operator/insight.hpp"
#include "cli/render/sheet.hpp"

// The sheets of proactive stats --insight.
namespace proactive::cli {

// From what was to be written to an answer.
Sheet insight_funnel_sheet(app::InsightReport const& report);
// Why its row of those that were seen is empty, as a sentence; empty: it is not.
std::string seen_is_untold(app::InsightReport const& report);

// Who came back, against users who are held out.
Sheet uplift_sheet(app::InsightReport const& report);
// The same of what must not become more. Those of sessions are there where the app tells of sessions.
Sheet guardrails_sheet(app::InsightReport const& report);
// What the adapter has to tell before the sheets of sessions have rows; empty: it does.
std::string sessions_are_untold(app::InsightReport const& report);

// Answers by the message's place in its user's week.
Sheet fatigue_sheet(app::InsightReport const& report);

// By hour of the week on the users' clocks: a row for each hour of which there is something.
Sheet week_sheet(app::InsightReport const& report);
// The same for people: hours below each other, days side by side, "5/40": answered of those whose outcome is known.
Sheet week_table(app::InsightReport const& report);

// Who was there in the weeks after the first message: a row for each week of first messages, and for those who are held
// out.
// Blank below 20 users.
Sheet cohorts_sheet(app::InsightReport const& report);

// Nothing below 20 users.
std::optional<double> share_there(store::CohortWeek const& week);

Sheet variants_sheet(app::InsightReport const& report);
Sheet templates_sheet(app::InsightReport const& report);

}  // namespace proactive::cli
