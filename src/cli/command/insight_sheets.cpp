#include "cli/command/insight_sheets.hpp"

#include <fmt/core.h>

#include <array>

namespace proactive::cli {

namespace {

using app::InsightReport;
using store::FunnelCount;
using store::RateRow;

constexpr long fewest_users = statistics::ConfidenceSequence::fewest_users;  // of a rate

struct FunnelStep {
  std::string step;
  std::string words;
  std::optional<FunnelCount> count;
  long before = 0;  // messages of the step that it is a part of
};

std::optional<double> share_of(FunnelStep const& step) {
  if (!step.count || step.before == 0) return std::nullopt;
  return static_cast<double>(step.count->messages) / static_cast<double>(step.before);
}

std::optional<double> rate_of(RateRow const& row) {
  auto const ratio = ratio_of(row.responded);
  return ratio ? std::optional{ratio->rate} : std::nullopt;
}
std::optional<double> margin_of(RateRow const& row) {
  auto const ratio = ratio_of(row.responded);
  return ratio ? std::optional{ratio->margin} : std::nullopt;
}

// What came of messages, behind what they have in common.
template <typename Item>
ColumnsOf<Item> rate_columns(ColumnsOf<Item> columns, std::function<RateRow const&(Item const&)> const& of) {
  auto const known = [of](Item const& item) { return static_cast<long>(of(item).responded.messages); };
  auto const responded = [of](Item const& item) { return static_cast<long>(of(item).responded.outcomes); };
  ColumnsOf<Item> const rates{
      {{"users", "users", Kind::number}, [of](Item const& item) { return of(item).users; }},
      {{"sent", "sent", Kind::number}, [of](Item const& item) { return of(item).sent; }},
      {{"known", "known", Kind::number}, known},
      {{"responded", "responded", Kind::number}, responded},
      {{"response_rate", "response %", Kind::percentage}, [of](Item const& item) { return rate_of(of(item)); }},
      {{"response_margin", "+/-", Kind::percentage}, [of](Item const& item) { return margin_of(of(item)); }}};
  columns.insert(columns.end(), rates.begin(), rates.end());
  return columns;
}

RateRow const& itself(RateRow const& row) { return row; }

struct MetricName {
  std::string_view key;
  std::string_view words;
};
constexpr std::array guardrails{MetricName{"opted_out", "opted out"}, MetricName{"muted", "muted something"},
                                MetricName{"silent", "fell silent"}, MetricName{"night", "chat from 00 to 05"},
                                MetricName{"long_days", "days over 3 hours"}};

struct MetricRow {
  MetricName name;
  Uplift uplift;
  bool is_compared = true;
};

std::string interval_text(statistics::Interval const& interval) {
  return fmt::format("{:+.2f} to {:+.2f}", interval.lower * 100, interval.upper * 100);
}

// A value of an interval that there is only where there are enough users.
template <typename Value>
std::function<Cell(MetricRow const&)> compared(Value const& value) {
  return [value](MetricRow const& row) {
    bool const is_there = row.is_compared && row.uplift.fixed && row.uplift.anytime;
    return is_there ? Cell(value(row.uplift)) : Cell();
  };
}

std::function<Cell(MetricRow const&)> mean_of(statistics::Summary Uplift::*arm) {
  return [arm](MetricRow const& row) {
    auto const& summary = row.uplift.*arm;
    return summary.users >= fewest_users ? Cell(summary.mean) : Cell();
  };
}

ColumnsOf<MetricRow> metric_columns() {
  return {
      {{"metric", "metric", Kind::text, for_programs}, [](MetricRow const& row) { return row.name.key; }},
      {{.key = "", .heading = "of users", .where = for_people, .shortest = 20},
       [](MetricRow const& row) { return row.name.words; }},
      {{"users", "got messages", Kind::number}, [](MetricRow const& row) { return row.uplift.told.users; }},
      {{"mean", "%", Kind::percentage}, mean_of(&Uplift::told)},
      {{"held_out_users", "held out", Kind::number}, [](MetricRow const& row) { return row.uplift.held_out.users; }},
      {{"held_out_mean", "%", Kind::percentage}, mean_of(&Uplift::held_out)},
      {{"difference", "difference", Kind::percentage}, compared([](Uplift const& of) { return of.fixed->estimate; })},
      {{"lower", "", Kind::percentage, for_programs},
       compared([](Uplift const& of) { return of.fixed->interval.lower; })},
      {{"upper", "", Kind::percentage, for_programs},
       compared([](Uplift const& of) { return of.fixed->interval.upper; })},
      {{.key = "", .heading = "95%, one look", .kind = Kind::id, .where = for_people},
       compared([](Uplift const& of) { return interval_text(of.fixed->interval); })},
      {{"anytime_lower", "", Kind::percentage, for_programs},
       compared([](Uplift const& of) { return of.anytime->interval.lower; })},
      {{"anytime_upper", "", Kind::percentage, for_programs},
       compared([](Uplift const& of) { return of.anytime->interval.upper; })},
      {{.key = "", .heading = "95%, any look", .kind = Kind::id, .where = for_people},
       compared([](Uplift const& of) { return interval_text(of.anytime->interval); })},
      {{"variance_reduction", "", Kind::percentage, for_programs},
       compared([](Uplift const& of) { return of.variance_reduction; })}};
}

Sheet metric_sheet(InsightReport const& report, std::span<MetricName const> names, bool is_compared) {
  std::vector<MetricRow> rows;
  for (auto const& name : names) {
    auto const found = report.metrics.find(std::string{name.key});
    if (found != report.metrics.end()) rows.push_back({name, uplift_of(found->second), is_compared});
  }
  return sheet_of(metric_columns(), rows);
}

std::string compared_in_words(InsightReport const& report) {
  return fmt::format("since {} (differences in percentage points)", format_instant(report.compared_since));
}

struct Cohort {
  store::CohortWeek first;
  std::array<std::optional<double>, 8> active;
};

std::vector<Cohort> cohorts_of(InsightReport const& report) {
  std::vector<Cohort> cohorts;
  for (auto const& week : report.cohorts) {
    if (week.nth == 1) cohorts.push_back({week, {}});
    if (cohorts.empty() || !week.is_over) continue;
    cohorts.back().active.at(static_cast<std::size_t>(week.nth - 1)) = share_there(week);
  }
  return cohorts;
}

constexpr std::array<std::string_view, 7> weekdays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr long hours_of_day = 24;

}  // namespace

std::optional<double> share_there(store::CohortWeek const& week) {
  if (week.sampled < fewest_users) return std::nullopt;
  return static_cast<double>(week.active) / static_cast<double>(week.sampled);
}

std::string seen_is_untold(InsightReport const& report) {
  if (report.told_by_app.seen || report.funnel.receipts > 0) return {};
  return "the app does not tell which messages were seen: its adapter has no app_answers with seen_at";
}

std::string sessions_are_untold(InsightReport const& report) {
  if (report.told_by_app.sessions) return {};
  return "cannot be measured: the adapter has no app_sessions, which tells when users are there";
}

Sheet insight_funnel_sheet(InsightReport const& report) {
  auto const& funnel = report.funnel;
  std::optional<FunnelCount> seen;
  if (seen_is_untold(report).empty()) seen = funnel.seen;
  std::vector<FunnelStep> const steps{{"eligible", "eligible", funnel.eligible, 0},
                                      {"held_out", "  held out", funnel.held_out, funnel.eligible.messages},
                                      {"scheduled", "scheduled", funnel.scheduled, funnel.eligible.messages},
                                      {"sent", "sent", funnel.sent, funnel.scheduled.messages},
                                      {"known", "outcome known", funnel.known, funnel.sent.messages},
                                      {"seen", "seen", seen, funnel.known.messages},
                                      {"responded", "responded", funnel.responded, funnel.known.messages}};
  auto const messages = [](FunnelStep const& step) { return step.count ? Cell(step.count->messages) : Cell(); };
  auto const users = [](FunnelStep const& step) { return step.count ? Cell(step.count->users) : Cell(); };
  ColumnsOf<FunnelStep> const columns{{{"step", "step", Kind::text, for_programs}, &FunnelStep::step},
                                      {{"", "step", Kind::text, for_people}, &FunnelStep::words},
                                      {{"messages", "messages", Kind::number}, messages},
                                      {{"users", "users", Kind::number}, users},
                                      {{"share", "% of before", Kind::percentage}, share_of}};
  auto sheet = sheet_of(columns, steps);
  sheet.title = "From eligible to responded (seen and responded: of those whose outcome is known)";
  return sheet;
}

Sheet uplift_sheet(InsightReport const& report) {
  constexpr std::array goal{MetricName{"returned", "wrote again in 7 days"}};
  auto sheet = metric_sheet(report, goal, report.obstacle.empty());
  sheet.title = "Uplift against the hold-out, " + compared_in_words(report);
  sheet.when_empty = "nobody's seven days are over";
  return sheet;
}

Sheet guardrails_sheet(InsightReport const& report) {
  auto sheet = metric_sheet(report, guardrails, report.metrics.contains("silent"));
  sheet.title = "Guardrails, " + compared_in_words(report);
  sheet.when_empty = "nobody's seven days are over";
  return sheet;
}

Sheet fatigue_sheet(InsightReport const& report) {
  auto const columns = rate_columns<RateRow>({{{"nth", "nth in 7 days", Kind::number}, &RateRow::key}}, itself);
  auto sheet = sheet_of(columns, report.rates.nth);
  sheet.title = "Fatigue, by the message's place in its user's week";
  sheet.when_empty = "nothing was sent";
  return sheet;
}

Sheet week_sheet(InsightReport const& report) {
  auto const weekday = [](RateRow const& row) { return weekdays.at(static_cast<std::size_t>(row.key / hours_of_day)); };
  auto const hour = [](RateRow const& row) { return row.key % hours_of_day; };
  auto sheet = sheet_of(
      rate_columns<RateRow>({{{"weekday", "weekday"}, weekday}, {{"hour", "hour", Kind::number}, hour}}, itself),
      report.rates.slots);
  sheet.title = "By hour of the week";
  sheet.when_empty = "nothing was sent";
  return sheet;
}

Sheet week_table(InsightReport const& report) {
  Sheet sheet;
  sheet.title = "Responded of those known, by hour and weekday of the user's clock";
  sheet.when_empty = "nothing was sent";
  if (report.rates.slots.empty()) return sheet;
  sheet.columns.push_back({"hour", "hour", Kind::number});
  for (auto const& day : weekdays) {
    sheet.columns.push_back(
        {.key = std::string{day}, .heading = std::string{day}, .kind = Kind::number, .nothing = "."});
  }
  for (long hour = 0; hour < hours_of_day; ++hour) {
    Row row(sheet.columns.size());
    row[0] = fmt::format("{:02}", hour);
    bool is_used = false;
    for (auto const& slot : report.rates.slots) {
      if (slot.key % hours_of_day != hour) continue;
      row.at(static_cast<std::size_t>(slot.key / hours_of_day) + 1) =
          fmt::format("{}/{}", slot.responded.outcomes, slot.responded.messages);
      is_used = true;
    }
    if (is_used) sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

Sheet cohorts_sheet(InsightReport const& report) {
  ColumnsOf<Cohort> columns{
      {{"week", "first message", Kind::id}, [](Cohort const& cohort) { return cohort.first.week; }},
      {{"held_out", "held out"}, [](Cohort const& cohort) { return cohort.first.is_held_out; }},
      {{"users", "users", Kind::number}, [](Cohort const& cohort) { return cohort.first.users; }},
      {{"sampled", "asked of", Kind::number}, [](Cohort const& cohort) { return cohort.first.sampled; }}};
  for (std::size_t week = 0; week < 8; ++week) {
    columns.push_back({{fmt::format("week_{}", week + 1), fmt::format("week {}", week + 1), Kind::percentage},
                       [week](Cohort const& cohort) { return cohort.active.at(week); }});
  }
  auto sheet = sheet_of(columns, cohorts_of(report));
  sheet.title = "Users who were there in the weeks after their first message, by its week";
  sheet.when_empty = "nobody got a first message";
  return sheet;
}

Sheet variants_sheet(InsightReport const& report) {
  using Variant = store::VariantRow;
  ColumnsOf<Variant> const names{{{"experiment", "experiment", Kind::id}, &Variant::experiment},
                                 {{"version", "version", Kind::number}, &Variant::version},
                                 {{"variant", "variant", Kind::id}, &Variant::variant},
                                 {{"exposed", "exposed", Kind::number}, &Variant::exposed}};
  std::function<store::RateRow const&(Variant const&)> const rate = [](Variant const& row) -> RateRow const& {
    return row.rate;
  };
  auto sheet = sheet_of(rate_columns<Variant>(names, rate), report.variants);
  sheet.title = "By variant, from exposure on";
  sheet.when_empty = "nobody was exposed to a variant";
  return sheet;
}

Sheet templates_sheet(InsightReport const& report) {
  auto const id = [](RateRow const& row) { return row.key < 0 ? Cell("none") : Cell(std::to_string(row.key)); };
  auto sheet =
      sheet_of(rate_columns<RateRow>({{{"template", "template", Kind::id}, id}}, itself), report.rates.templates);
  sheet.title = "By template";
  sheet.when_empty = "nothing was sent";
  return sheet;
}

}  // namespace proactive::cli
