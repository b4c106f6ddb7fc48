#include <fmt/core.h>

#include <algorithm>

#include "cli/command/stats_figures.hpp"
#include "cli/command/stats_sections.hpp"
#include "cli/command/stats_sheets.hpp"
#include "cli/render/html.hpp"
#include "cli/render/svg.hpp"

namespace proactive::cli {

Section writers_section(app::StatsReport const& report) {
  Section section{"writers", "Writers", html_empty("Nothing was written in this period."), Width::whole};
  if (report.writers.empty()) return section;
  auto const sheet = writers_sheet(report);
  if (has_llm_writer(report)) section.heading = "Writers, tokens and costs";
  auto const costs = bars_of(sheet, "cost");
  auto const has_costs = sum_of(costs).has_value();
  auto const tokens = bars_of(sheet, "tokens_in");
  Chart chart{"writers-costs", has_costs ? "Cost by model" : "Tokens in, by model", {}};
  for (std::size_t index = 0; index < report.writers.size(); ++index) {
    auto const& row = report.writers[index];
    if (row.model.empty()) continue;
    auto bar = (has_costs ? costs : tokens)[index];
    bar.label = fmt::format("{} ({})", row.model, row.writer);
    chart.bars.push_back(std::move(bar));
  }
  section.body = chart.bars.empty() ? "" : figure(chart, svg_bars(chart), {});
  section.body += html_table(untitled(sheet));
  if (auto const share = fallback_share(report)) {
    section.body += html_paragraph(fmt::format("Templates wrote {} of what an LLM was to write.", share_text(*share)));
  }
  if (auto const refusals = refusals_sheet(report); !refusals.rows.empty()) section.body += html_table(refusals);
  return section;
}

Section channels_section(app::StatsReport const& report) {
  return {"channels", "How the app was told", html_table(untitled(channels_sheet(report))), Width::whole};
}

Section errors_section(app::StatsReport const& report) {
  constexpr std::size_t most_shown = 20;
  auto sheet = untitled(errors_sheet(report));
  auto const more = sheet.rows.size() - std::min(sheet.rows.size(), most_shown);
  sheet.rows.resize(sheet.rows.size() - more);
  auto body = html_table(sheet);
  if (more > 0) body += html_paragraph(fmt::format("And {} more: see proactive stats --top 0.", more));
  return {"errors", "Errors of the runs", body, Width::whole};
}

Section runs_section(app::StatsReport const& report) {
  auto sheet = untitled(runs_sheet(report));
  sheet.when_empty = "No run began in this period.";
  return {"runs", "Newest runs", html_table(sheet), Width::whole};
}

}  // namespace proactive::cli
