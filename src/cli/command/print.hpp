#pragma once

#include <iosfwd>
#include <vector>

#include "app/check.hpp"
#include "app/configure.hpp"
#include "app/explain.hpp"
#include "app/reports.hpp"
#include "app/stats.hpp"
#include "cli/options.hpp"
#include "domain/policy.hpp"

// What each command prints on stdout. Times are UTC; texts from users are made safe for a terminal.
namespace proactive::cli {

void print_previews(std::ostream& out, app::ScheduleReport const& report);
void print_previews(std::ostream& out, app::ProcessReport const& report);
void print_explanation(std::ostream& out, app::ExplainReport const& report, Format format);
void print_stats(std::ostream& out, app::StatsReport const& report, Format format);
// The parts about who wrote: rows of writer and model, and the share of fallbacks. The JSON has writers and
// fallback_share.
void print_writers(std::ostream& out, app::StatsReport const& report);
Json writers_json(app::StatsReport const& report);
void print_settings(std::ostream& out, std::vector<app::SettingRow> const& rows, Format format);
void print_changes(std::ostream& out, std::vector<app::Change> const& changes);
void print_strategy(std::ostream& out, Strategy const& strategy, Format format);
void print_instructions(std::ostream& out, std::vector<TypeInstruction> const& instructions);
void print_history(std::ostream& out, std::vector<store::SettingChange> const& changes, Format format);
void print_check(std::ostream& out, app::CheckReport const& report, Format format);

}  // namespace proactive::cli
