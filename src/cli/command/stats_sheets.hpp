#pragma once

#include <optional>

#include "app/operator/stats.hpp"
#include "cli/render/sheet.hpp"

// The sheets of proactive stats.
namespace proactive::cli {

// One row: the counts of all, below the period.
Sheet totals_sheet(app::StatsReport const& report);

// A row for each value of what the engagements are counted by, and one for the others.
Sheet breakdown_sheet(app::StatsReport const& report);

// What came of the messages, by the same values, and of all together.
Sheet outcomes_sheet(app::StatsReport const& report);
Json outcomes_json(app::StatsReport const& report);

// The counts of all, without a name.
Json totals_json(app::StatsReport const& report);

// Who wrote with which model, and what it took.
Sheet writers_sheet(app::StatsReport const& report);

// Whether an LLM was to write any of the messages.
bool has_llm_writer(app::StatsReport const& report);

// Drafts that were refused and calls that failed, by writer and reason.
Sheet refusals_sheet(app::StatsReport const& report);

// Of the messages that an LLM was to write, the share that a template wrote. Nothing where none was.
std::optional<double> fallback_share(app::StatsReport const& report);

// How many pairs and messages got how far, and why not further.
Sheet funnel_sheet(app::StatsReport const& report);

// What the app was told by each channel, and what of that still waits, where the period is not over.
Sheet channels_sheet(app::StatsReport const& report);

// The errors of the period's runs; those that differ in numbers alone are counted together.
Sheet errors_sheet(app::StatsReport const& report);

Sheet reasons_sheet(app::StatsReport const& report);
Sheet runs_sheet(app::StatsReport const& report);

// By policy alone.
Sheet withheld_sheet(app::StatsReport const& report);
Sheet disclosures_sheet(app::StatsReport const& report);
std::string opt_outs_in_words(store::OptOuts const& opt_outs);
Json care_json(app::StatsReport const& report);

}  // namespace proactive::cli
