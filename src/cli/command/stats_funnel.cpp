#include <array>

#include "cli/command/stats_sheets.hpp"

namespace proactive::cli {

namespace {

using store::FunnelRow;

// The steps in the order in which a pair and its message take them, as people read them.
struct Step {
  std::string_view command;
  std::string_view step;
  std::string_view words;
};
constexpr std::array steps{Step{"schedule", "checked", "pairs looked at"},
                           Step{"schedule", "refused", "  refused: "},
                           Step{"schedule", "unreadable", "  unreadable"},
                           Step{"schedule", "failed", "  failed"},
                           Step{"schedule", "scheduled", "messages scheduled"},
                           Step{"schedule", "left_due", "pairs left for later runs"},
                           Step{"process", "due", "messages due"},
                           Step{"process", "held", "  put off: "},
                           Step{"process", "cancelled", "  cancelled: "},
                           Step{"process", "expired", "  expired"},
                           Step{"process", "unreadable", "  unreadable"},
                           Step{"process", "failed", "  failed"},
                           Step{"process", "sent", "messages sent"}};

std::string words_of(FunnelRow const& row) {
  for (auto const& step : steps) {
    if (step.command == row.command && step.step == row.step) return std::string{step.words} + row.reason;
  }
  return row.step;
}

// What is left is left again by each run: a sum would say nothing.
Cell period_of(FunnelRow const& row) { return row.step == "left_due" ? Cell() : Cell(row.period); }

std::vector<FunnelRow> in_order(std::vector<FunnelRow> const& rows) {
  std::vector<FunnelRow> ordered;
  ordered.reserve(rows.size());
  for (auto const& step : steps) {
    bool const is_main = !step.words.starts_with("  ");
    for (auto const& row : rows) {
      bool const is_of_step = row.command == step.command && row.step == step.step;
      if (is_of_step && (is_main || row.period > 0)) ordered.push_back(row);
    }
  }
  return ordered;
}

}  // namespace

Sheet funnel_sheet(app::StatsReport const& report) {
  ColumnsOf<FunnelRow> const columns{{{"command", "command", Kind::text, for_programs}, &FunnelRow::command},
                                     {{"step", "step", Kind::text, for_programs}, &FunnelRow::step},
                                     {{"reason", "reason", Kind::text, for_programs}, &FunnelRow::reason},
                                     {{"", "what the runs did", Kind::text, for_people}, words_of},
                                     {{"newest_run", "newest run", Kind::number}, &FunnelRow::newest},
                                     {{"period", "all", Kind::number}, period_of}};
  auto sheet = sheet_of(columns, in_order(report.funnel));
  sheet.title = "From pairs to messages";
  return sheet;
}

Sheet reasons_sheet(app::StatsReport const& report) {
  using store::ReasonRow;
  ColumnsOf<ReasonRow> const columns{{{"status", "status", Kind::id}, &ReasonRow::status},
                                     {{"reason", "reason", Kind::id}, &ReasonRow::reason},
                                     {{"engagements", "engagements", Kind::number}, &ReasonRow::engagements},
                                     {{"error", "error"}, &ReasonRow::example}};
  auto sheet = sheet_of(columns, report.reasons);
  sheet.title = "Not sent";
  return sheet;
}

}  // namespace proactive::cli
