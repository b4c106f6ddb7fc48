#include <fmt/core.h>

#include "cli/command/stats_figures.hpp"
#include "cli/command/stats_sections.hpp"
#include "cli/command/stats_sheets.hpp"
#include "cli/render/html.hpp"
#include "cli/render/svg.hpp"

namespace proactive::cli {

namespace {

constexpr auto* of_known = "Of the messages whose outcome is known; the lines are 95% intervals.";
constexpr auto* of_sent = "Of the messages that were sent.";

// Others are many values: a bar beside those of one would say nothing.
Sheet of_single_values(app::StatsReport report) {
  report.others.reset();
  return outcomes_sheet(report);
}

}  // namespace

Section days_section(app::StatsPage const& page) {
  auto const sheet = breakdown_sheet(page.by_day);
  auto const bars = bars_of(sheet, "sent");
  Section section{"days", "Day by day", html_empty("No message was created in this period.")};
  if (bars.empty()) return section;
  Chart const chart{"days-sent", fmt::format("Messages sent, by the day they were created ({})", page.report.timezone),
                    day_bars(bars)};
  section.body = figure(chart, svg_columns(chart), sheet);
  return section;
}

Section types_section(app::StatsPage const& page) {
  auto const sheet = outcomes_sheet(page.report);
  Section section{"types", "By type", html_empty("No message was sent in this period.")};
  if (sheet.rows.empty()) return section;
  Chart const chart{"types-answered", "Answered", bars_of(sheet, "response_rate", "response_margin"), Kind::percentage};
  section.body = figure(chart, svg_bars(chart), sheet, of_known) +
                 html_details("Created, and what became of them", untitled(breakdown_sheet(page.report)));
  return section;
}

Section hours_section(app::StatsPage const& page) {
  auto const sheet = outcomes_sheet(page.by_hour);
  Section section{"hours", "By hour of the user's clock", html_empty("No message was sent in this period."),
                  Width::whole};
  if (sheet.rows.empty()) return section;
  section.body =
      html_pair(hour_columns("hours-answered", "Answered", bars_of(sheet, "response_rate", "response_margin"),
                             Kind::percentage, "Dotted: sent, but to fewer than 20 users."),
                hour_columns("hours-sent", "Messages sent", bars_of(sheet, "sent"), Kind::number,
                             "When they were delivered.")) +
      html_details("Numbers", untitled(sheet));
  return section;
}

Section fatigue_section(app::StatsPage const& page) {
  auto const sheet = outcomes_sheet(page.by_nth);
  Section section{"fatigue", "Fatigue", html_empty("No message was sent in this period.")};
  if (sheet.rows.empty()) return section;
  Chart chart{"fatigue-answered", "Answered, by the message's place in its user's week",
              bars_of(sheet, "response_rate", "response_margin"), Kind::percentage};
  for (auto& bar : chart.bars) {
    bar.tick = ordinal(bar.label);
    bar.label = bar.tick + " message";
  }
  if (chart.bars.size() > most_bars) chart.bars.resize(most_bars);
  section.body = figure(chart, svg_columns(chart), sheet,
                        "Columns that fall to the right say that users get more than they like.");
  return section;
}

Section opt_outs_section(app::StatsPage const& page) {
  auto const sheet = outcomes_sheet(page.report);
  auto const& opt_outs = page.report.opt_outs;
  Section section{"opt-outs", "Opt-outs",
                  opt_outs.users == 0 ? html_empty("Nobody opted out in this period.")
                                      : html_paragraph(opt_outs_in_words(opt_outs) + ".")};
  if (sheet.rows.empty()) return section;
  section.body += rates("opt-outs-types", "Opted out, or muted companion or type, within a day after a message", sheet,
                        "opt_out", of_sent);
  return section;
}

Section asked_section(app::StatsReport const& report) {
  auto const counts = breakdown_sheet(report);
  auto const outcomes = outcomes_sheet(report);
  Section section{"asked", fmt::format("By {}", report.by), {}, Width::whole};
  if (!outcomes.rows.empty()) {
    auto const drawn = of_single_values(report);
    section.body += html_pair(rates("asked-answered", "Answered", drawn, "response", of_known),
                              rates("asked-opt-outs", "Opt-outs after a message", drawn, "opt_out", of_sent));
  }
  section.body += html_table(untitled(counts));
  if (!outcomes.rows.empty()) section.body += html_table(outcomes);
  if (report.by == "policy") section.body += html_table(withheld_sheet(report)) + html_table(disclosures_sheet(report));
  return section;
}

}  // namespace proactive::cli
