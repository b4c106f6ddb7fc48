#include <algorithm>
#include <iterator>

#include "cli/command/stats_figures.hpp"
#include "cli/command/stats_sections.hpp"
#include "cli/command/stats_sheets.hpp"
#include "cli/render/html.hpp"
#include "cli/render/svg.hpp"

namespace proactive::cli {

namespace {

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

}  // namespace

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

}  // namespace proactive::cli
