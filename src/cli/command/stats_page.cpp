#include "cli/command/stats_page.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <ostream>

#include "cli/command/stats_figures.hpp"
#include "cli/command/stats_headline.hpp"
#include "cli/command/stats_sheets.hpp"
#include "cli/render/html.hpp"
#include "cli/render/svg.hpp"

namespace proactive::cli {

namespace {

constexpr std::size_t most_rows = 50;  // of what may have any number of values
constexpr auto* of_known = "Of the messages whose outcome is known; the lines are 95% intervals.";
constexpr auto* of_sent = "Of the messages that were sent.";

Sheet refused_sheet(std::vector<store::FunnelRow> const& funnel) {
  using store::FunnelRow;
  std::vector<FunnelRow> refused;
  std::copy_if(funnel.begin(), funnel.end(), std::back_inserter(refused),
               [](FunnelRow const& row) { return row.command == "schedule" && row.step == "refused"; });
  return sheet_of<FunnelRow>(
      {{{"reason", "reason"}, &FunnelRow::reason}, {{"looks", "looks", Kind::number}, &FunnelRow::period}}, refused);
}

// Of a step of schedule that has one number.
long looks(app::StatsReport const& report, std::string_view step) {
  for (auto const& row : report.funnel) {
    if (row.command == "schedule" && row.step == step) return row.period;
  }
  return 0;
}

// By reason, and one of the errors of each where there is one: beside the numbers a phone has no room for it.
std::string not_sent(std::vector<store::ReasonRow> const& rows) {
  using store::ReasonRow;
  if (rows.empty()) return {};
  ColumnOf<ReasonRow> const reason{{"reason", "reason"}, &ReasonRow::reason};
  auto reasons = sheet_of<ReasonRow>({{{"status", "status"}, &ReasonRow::status},
                                      reason,
                                      {{"engagements", "messages", Kind::number}, &ReasonRow::engagements}},
                                     rows);
  reasons.title = "Not sent, by reason";
  std::vector<ReasonRow> with_error;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(with_error),
               [](ReasonRow const& row) { return !row.example.empty(); });
  if (with_error.empty()) return html_table(reasons);
  auto errors = sheet_of<ReasonRow>({reason, {{"error", "one of the errors"}, &ReasonRow::example}}, with_error);
  return html_table(reasons) + html_table(errors);
}

Section looks_section(app::StatsPage const& page) {
  Section section{"looks", "From a look to a message", {}};
  auto const checked = looks(page.report, "checked");
  auto const scheduled = looks(page.report, "scheduled");
  if (checked == 0) {
    section.body = html_empty("No run of schedule looked at a pair in this period.");
    return section;
  }
  auto const whole = static_cast<double>(checked);
  Chart const funnel{"looks-funnel",
                     "What became of the looks at pairs",
                     {{"looks", whole, count_text(checked)},
                      {"scheduled", static_cast<double>(scheduled), part_text(scheduled, checked, "looks"), 0, whole}}};
  auto const refusals = refused_sheet(page.report.funnel);
  Chart reasons{"looks-refused", "Refused, by reason", bars_of(refusals, "looks")};
  auto const more = reasons.bars.size() > most_bars;
  if (more) reasons.bars.resize(most_bars);
  section.body =
      figure(funnel, svg_bars(funnel), {}, "A pair is looked at again and again, until there is a reason to write.");
  if (!reasons.bars.empty()) section.body += figure(reasons, svg_bars(reasons), more ? refusals : Sheet{});
  return section;
}

Section messages_section(app::StatsPage const& page) {
  Section section{"messages", "From a message to an answer", {}};
  auto const& totals = page.report.totals;
  if (totals.created == 0) {
    section.body = html_empty("No message was created in this period.");
    return section;
  }
  auto const all = all_outcomes(page.report);
  auto const known = known_of(all);
  auto const seen = static_cast<long>(all.seen.outcomes);
  auto const answered = static_cast<long>(all.responded.outcomes);
  auto const step = [](std::string const& label, long number, long before, std::string const& of) {
    return Bar{label, static_cast<double>(number), part_text(number, before, of), 0, static_cast<double>(before)};
  };
  Chart const funnel{"messages-funnel",
                     "What became of the messages",
                     {{"created", static_cast<double>(totals.created), count_text(totals.created)},
                      step("sent", totals.sent, totals.created, "created"),
                      step("outcome known", known, totals.sent, "sent"),
                      step("seen", seen, known, "known"),
                      step("answered", answered, known, "known")}};
  section.body = figure(funnel, svg_bars(funnel), {});
  section.body += not_sent(page.report.reasons);
  return section;
}

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
  Chart chart{"fatigue-answered", "Answered, by how-manieth message of a user's week",
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
  Section section{"opt-outs", "Opt-outs", html_paragraph(opt_outs_in_words(page.report.opt_outs) + ".")};
  if (sheet.rows.empty()) return section;
  section.body += rates("opt-outs-types", "Opted out, or muted companion or type, within a day after a message", sheet,
                        "opt_out", of_sent);
  return section;
}

Section asked_section(app::StatsReport const& report) {
  auto counts = breakdown_sheet(report);
  auto outcomes = outcomes_sheet(report);
  auto const hidden = counts.rows.size() > most_rows ? counts.rows.size() - most_rows : 0;
  for (auto* sheet : {&counts, &outcomes}) sheet->rows.resize(std::min(sheet->rows.size(), most_rows));
  Section section{"asked", fmt::format("By {}", report.by), {}, Width::whole};
  if (!outcomes.rows.empty()) {
    section.body += html_pair(rates("asked-answered", "Answered", outcomes, "response", of_known),
                              rates("asked-opt-outs", "Opt-outs after a message", outcomes, "opt_out", of_sent));
  }
  section.body += html_table(untitled(counts));
  if (!outcomes.rows.empty()) section.body += html_table(outcomes);
  if (hidden > 0) section.body += html_paragraph(fmt::format("And {} more.", hidden));
  if (report.by == "policy") section.body += html_table(withheld_sheet(report)) + html_table(disclosures_sheet(report));
  return section;
}

Section writers_section(app::StatsReport const& report) {
  Section section{"writers", "Writers, tokens and costs", html_empty("Nothing was written in this period."),
                  Width::whole};
  if (report.writers.empty()) return section;
  auto const sheet = writers_sheet(report);
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

Section errors_section(app::StatsReport const& report) {
  return {"errors", "Errors of the runs", html_table(untitled(errors_sheet(report))), Width::whole};
}

Section runs_section(app::StatsReport const& report) {
  auto sheet = untitled(runs_sheet(report));
  sheet.when_empty = "No run began in this period.";
  return {"runs", "Newest runs", html_table(sheet), Width::whole};
}

}  // namespace

void print_stats_page(std::ostream& out, app::StatsPage const& page) {
  auto body = stats_alert(page) + stats_headline(page);
  for (auto const& section : {looks_section(page), messages_section(page), days_section(page), fatigue_section(page),
                              types_section(page), opt_outs_section(page), hours_section(page)}) {
    body += html_section(section);
  }
  if (page.asked) body += html_section(asked_section(*page.asked));
  for (auto const& section : {writers_section(page.report), errors_section(page.report), runs_section(page.report)}) {
    body += html_section(section);
  }
  print_page(out,
             {"proactive stats",
              fmt::format("Messages created from {} to {} (UTC)", format_local(page.report.period.since, "UTC"),
                          format_local(page.report.period.until, "UTC")),
              body,
              "The user is the unit of all rates: messages of one user are not independent of each other. Rates of "
              "fewer than 20 users are left out. A rate of answers is not an effect: who is written to more often, or "
              "at a better hour, may have written anyway. All times are UTC."});
}

}  // namespace proactive::cli
