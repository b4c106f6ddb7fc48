#include <fmt/core.h>

#include <array>

#include "base/text.hpp"
#include "cli/command/insight_sheets.hpp"
#include "cli/command/stats_figures.hpp"
#include "cli/command/stats_sections.hpp"
#include "cli/render/html.hpp"
#include "cli/render/svg.hpp"

namespace proactive::cli {

namespace {

using app::InsightReport;

std::string period_text(InsightReport const& report) {
  return fmt::format("Of what was created from {} to {}.", format_local(report.period.since, "UTC"),
                     format_local(report.period.until, "UTC"));
}

std::string compared_text(InsightReport const& report) {
  bool const is_later = report.compared_since > report.period.since;
  return fmt::format("Of messages from {}{} to {}.", format_local(report.compared_since, "UTC"),
                     is_later ? ", since when the hold-out is what it is," : "",
                     format_local(report.period.until, "UTC"));
}

std::string with_period(InsightReport const& report, std::string const& note) {
  return note.empty() ? period_text(report) : period_text(report) + " " + note;
}

Section funnel_section(InsightReport const& report) {
  Section section{"insight-funnel", "From eligible to responded", html_empty("Nobody was eligible in this period.")};
  auto const& funnel = report.funnel;
  if (funnel.eligible.messages == 0) return section;
  auto const step = [](std::string const& label, long number, long before, std::string const& of) {
    return Bar{label, static_cast<double>(number), part_text(number, before, of), 0, static_cast<double>(before)};
  };
  auto const untold = seen_is_untold(report);
  auto const known = funnel.known.messages;
  Bar seen{"seen", std::nullopt, "the app does not tell"};
  if (untold.empty()) seen = step("seen", funnel.seen.messages, known, "known");
  Chart const chart{"insight-funnel-chart",
                    "Messages that were to be written, and what became of them",
                    {{"eligible", static_cast<double>(funnel.eligible.messages), count_text(funnel.eligible.messages)},
                     step("scheduled", funnel.scheduled.messages, funnel.eligible.messages, "eligible"),
                     step("sent", funnel.sent.messages, funnel.scheduled.messages, "scheduled"),
                     step("outcome known", known, funnel.sent.messages, "sent"),
                     seen,
                     step("responded", funnel.responded.messages, known, "known")}};
  section.body = figure(chart, svg_bars(chart), insight_funnel_sheet(report),
                        with_period(report, fmt::format("{} of users who are held out are eligible, and never written.",
                                                        count_text(funnel.held_out.messages))));
  return section;
}

// "+3.1 points (+1.2 to +5.0)"
std::string points(double estimate, statistics::Interval const& interval) {
  return fmt::format("{:+.2f} points ({:+.2f} to {:+.2f})", estimate * 100, interval.lower * 100, interval.upper * 100);
}

Bar arm_bar(std::string const& label, statistics::Summary const& arm) {
  constexpr long fewest = statistics::ConfidenceSequence::fewest_users;
  if (arm.users < fewest) return {label, std::nullopt, "not enough data"};
  auto const margin = 1.96 * std::sqrt(arm.variance / static_cast<double>(arm.users));
  return {label, arm.mean,
          fmt::format("{} ± {} of {} users", share_text(arm.mean), share_text(margin), count_text(arm.users)), margin};
}

Section uplift_section(InsightReport const& report) {
  Section section{"uplift", "Uplift against the hold-out", {}};
  if (!report.obstacle.empty()) {
    section.body = html_empty("It " + report.obstacle + ".");
    return section;
  }
  auto const uplift = uplift_of(report.metrics.at("returned"));
  Chart const chart{"uplift-returned",
                    "Wrote again within 7 days of a message, or of the instant at which one would have come",
                    {arm_bar("got messages", uplift.told), arm_bar("held out", uplift.held_out)},
                    Kind::percentage};
  section.body = figure(chart, svg_bars(chart), uplift_sheet(report),
                        compared_text(report) + " The mean of users' own shares; the lines are 95% intervals.");
  if (!uplift.fixed || !uplift.anytime) return section;
  section.body += html_paragraph(
      fmt::format("Difference: {} where one looks once, at a time that was planned; {} however often one looks.",
                  points(uplift.fixed->estimate, uplift.fixed->interval),
                  points(uplift.anytime->estimate, uplift.anytime->interval)));
  return section;
}

Section guardrails_section(InsightReport const& report) {
  Section section{"guardrails", "Guardrails", html_table(untitled(guardrails_sheet(report))), Width::whole};
  auto const untold = sessions_are_untold(report);
  section.body += html_paragraph(compared_text(report) +
                                 " Means of users, and by how much those who got messages differ, in percentage "
                                 "points. Silent is who did not write "
                                 "within 7 days of any of three messages or more.");
  if (!untold.empty()) section.body += html_empty("Chat at night and days over 3 hours: it " + untold + ".");
  return section;
}

std::vector<Field> fields_of_day(InsightReport const& report, long weekday) {
  std::vector<Field> fields(24);
  for (auto const& slot : report.rates.slots) {
    if (slot.key / 24 != weekday) continue;
    auto& field = fields.at(static_cast<std::size_t>(slot.key % 24));
    auto const rate = ratio_of(slot.responded);
    auto const counts = fmt::format("{} of {} known, {} sent", count_text(std::lround(slot.responded.outcomes)),
                                    count_text(std::lround(slot.responded.messages)), count_text(slot.sent));
    field.text = rate ? fmt::format("{} answered, {}", share_text(rate->rate), counts) : "not enough data: " + counts;
    if (rate) field.value = rate->rate;
  }
  return fields;
}

Section week_section(InsightReport const& report) {
  Section section{"week", "By hour of the week", html_empty("No message was sent in this period."), Width::whole};
  if (report.rates.slots.empty()) return section;
  HeatMap map{"week-answered", "Answered, by weekday and hour of the delivery on the user's clock", {}, {}, {}};
  for (int hour = 0; hour < 24; ++hour) map.columns.push_back(fmt::format("{:02}", hour));
  map.rows = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  for (long weekday = 0; weekday < 7; ++weekday) map.fields.push_back(fields_of_day(report, weekday));
  section.body =
      html_figure({map.title, svg_heat_map(map), untitled(week_sheet(report)),
                   with_period(report, "Stronger: more were answered. Dotted: sent, but to fewer than 20 users.")});
  return section;
}

Section cohorts_section(InsightReport const& report) {
  Section section{"cohorts", "Retention", {}, Width::whole};
  auto const untold = sessions_are_untold(report);
  auto const sheet = cohorts_sheet(report);
  if (!untold.empty() || sheet.rows.empty()) {
    section.body = html_empty(untold.empty() ? "Nobody got a first message in this period." : "It " + untold + ".");
    return section;
  }
  std::array<HeatMap, 2> maps{HeatMap{"cohorts-told", "Users who got messages", {}, {}, {}},
                              HeatMap{"cohorts-held-out", "Users who are held out", {}, {}, {}}};
  for (auto& map : maps) map.columns = {"1", "2", "3", "4", "5", "6", "7", "8"};
  for (auto const& week : report.cohorts) {
    auto& map = maps.at(week.is_held_out ? 1 : 0);
    if (week.nth == 1) {
      map.rows.push_back(week.week.substr(5));
      map.fields.emplace_back(8);
    }
    if (!week.is_over) continue;
    auto const share = share_there(week);
    auto const count = counted_noun(week.sampled, "user");
    map.fields.back().at(static_cast<std::size_t>(week.nth - 1)) = {
        share, share ? fmt::format("{} of {}", share_text(*share), count) : "not enough data: " + count};
  }
  std::string drawings;
  for (auto const& map : maps) drawings += html_figure({map.title, svg_heat_map(map)});
  section.body = html_paragraph(with_period(
                     report,
                     "Who was there in week 1 to 8 after the first message, or after the instant at which one would "
                     "have come, by the week of it. Weeks that are not over are left out.")) +
                 fmt::format("<div class=\"pair\">\n{}</div>\n", drawings) + html_details("Numbers", untitled(sheet));
  return section;
}

// Rates as bars, and the table below.
Section rates_section(Section section, std::string const& id, Sheet const& sheet, std::string const& note) {
  section.body = html_empty(sheet.when_empty.empty() ? "Nothing." : "Of this period: " + sheet.when_empty + ".");
  if (sheet.rows.empty()) return section;
  section.body = rates(id, "Answered", sheet, "response", note) + html_details("Numbers", untitled(sheet));
  return section;
}

// Bars are named by the first column.
Sheet named_variants(InsightReport const& report) {
  auto sheet = variants_sheet(report);
  for (auto& row : sheet.rows)
    row[0] = fmt::format("{} {}: {}", text_for_programs(row[0]), text_for_programs(row[1]), text_for_programs(row[2]));
  return sheet;
}

}  // namespace

std::vector<Section> insight_sections(InsightReport const& report) {
  constexpr auto* of_known = "Of the messages whose outcome is known; the lines are 95% intervals.";
  return {funnel_section(report),
          uplift_section(report),
          guardrails_section(report),
          week_section(report),
          cohorts_section(report),
          rates_section({"variants", "By variant", {}}, "variants-answered", named_variants(report),
                        with_period(report, of_known)),
          rates_section({"templates", "By template", {}}, "templates-answered", templates_sheet(report),
                        with_period(report, of_known))};
}

}  // namespace proactive::cli
