#include "cli/command/stats_sheets.hpp"

#include <fmt/core.h>

#include <cmath>

#include "base/text.hpp"
#include "cli/render/json.hpp"

namespace proactive::cli {

namespace {

// Of what was created; with nothing created there is no share.
std::optional<double> share(long part, long whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

auto count(long EngagementCounts::*member) {
  return [member](BreakdownRow const& row) { return row.counts.*member; };
}

auto rate(long EngagementCounts::*member) {
  return [member](BreakdownRow const& row) { return share(row.counts.*member, row.counts.created); };
}

ColumnsOf<BreakdownRow> count_columns() {
  using Counts = EngagementCounts;
  constexpr Where not_csv{true, false, true};  // a spreadsheet derives the shares from the counts
  return {{{"created", "created", Kind::number}, count(&Counts::created)},
          {{"open", "open", Kind::number}, count(&Counts::open)},
          {{"sent", "sent", Kind::number}, count(&Counts::sent)},
          {{"cancelled", "cancelled", Kind::number}, count(&Counts::cancelled)},
          {{"expired", "expired", Kind::number}, count(&Counts::expired)},
          {{"failed", "failed", Kind::number}, count(&Counts::failed)},
          {{"sent_rate", "sent %", Kind::percentage, not_csv}, rate(&Counts::sent)},
          {{.key = "failed_rate", .heading = "failed %", .kind = Kind::percentage, .where = not_csv, .spare = 1},
           rate(&Counts::failed)}};
}

std::string heading_of(app::StatsReport const& report) {
  return report.by == "day" ? fmt::format("day ({})", report.timezone) : report.by;
}

// What is counted; a companion's name stands beside its id. Names of models and policies may be long.
template <typename Item>
ColumnsOf<Item> key_columns(app::StatsReport const& report, std::string const& name_key, Where const& where) {
  bool const may_be_cut = report.by == "model" || report.by == "policy";
  ColumnsOf<Item> columns{
      {{.key = report.by, .heading = heading_of(report), .kind = may_be_cut ? Kind::text : Kind::id, .shortest = 17},
       &Item::key}};
  if (report.by == "companion")
    columns.push_back({{.key = name_key, .heading = "name", .where = where, .nothing = ""}, &Item::label});
  return columns;
}

ColumnsOf<BreakdownRow> breakdown_columns(app::StatsReport const& report) {
  auto columns = key_columns<BreakdownRow>(report, "companion_name", {});
  for (auto& column : count_columns()) columns.push_back(std::move(column));
  return columns;
}

BreakdownRow all_of(app::StatsReport const& report) { return {"all", "", report.totals}; }

auto rate_of(RatioFacts OutcomeRow::*member) {
  return [member](OutcomeRow const& row) {
    auto const ratio = ratio_of(row.*member);
    return ratio ? std::optional{ratio->rate} : std::nullopt;
  };
}
auto margin_of(RatioFacts OutcomeRow::*member) {
  return [member](OutcomeRow const& row) {
    auto const ratio = ratio_of(row.*member);
    return ratio ? std::optional{ratio->margin} : std::nullopt;
  };
}
auto minutes_of(std::optional<double> OutcomeRow::*member) {
  return [member](OutcomeRow const& row) -> std::optional<long> {
    auto const seconds = row.*member;
    return seconds ? std::optional{std::lround(*seconds / 60)} : std::nullopt;
  };
}

ColumnsOf<OutcomeRow> outcome_columns(app::StatsReport const& report) {
  using Row = OutcomeRow;
  auto const known = [](Row const& row) { return static_cast<long>(row.responded.messages); };
  auto const responded = [](Row const& row) { return static_cast<long>(row.responded.outcomes); };
  auto columns = key_columns<Row>(report, "", for_people);
  ColumnsOf<Row> const values{
      {{"users", "users", Kind::number}, &Row::users},
      {{"sent", "sent", Kind::number}, &Row::sent},
      {{"known", "known", Kind::number}, known},
      {{"responded", "responded", Kind::number, for_programs}, responded},
      {{"response_rate", "response %", Kind::percentage}, rate_of(&Row::responded)},
      {{"response_margin", "+/-", Kind::percentage}, margin_of(&Row::responded)},
      {{.key = "seen_rate", .heading = "seen %", .kind = Kind::percentage, .spare = 3}, rate_of(&Row::seen)},
      {{"seen_margin", "seen margin", Kind::percentage, for_programs}, margin_of(&Row::seen)},
      {{.key = "opt_out_rate", .heading = "opt-out %", .kind = Kind::percentage, .spare = 1}, rate_of(&Row::negative)},
      {{"opt_out_margin", "opt-out margin", Kind::percentage, for_programs}, margin_of(&Row::negative)},
      {{.key = "response_minutes_p50", .heading = "p50 min", .kind = Kind::number, .spare = 2},
       minutes_of(&Row::median)},
      {{.key = "response_minutes_p90", .heading = "p90 min", .kind = Kind::number, .spare = 4}, minutes_of(&Row::p90)}};
  columns.insert(columns.end(), values.begin(), values.end());
  return columns;
}

}  // namespace

Sheet breakdown_sheet(app::StatsReport const& report) {
  auto const columns = breakdown_columns(report);
  auto sheet = sheet_of(columns, report.breakdown);
  if (report.others) {
    sheet.rows.push_back(row_of(columns, {counted_noun(report.others->values, "other"), "", report.others->counts}));
  }
  sheet.title = fmt::format("By {}", report.by);
  sheet.when_empty = "none";
  return sheet;
}

Sheet totals_sheet(app::StatsReport const& report) {
  auto sheet = sheet_of(count_columns(), std::vector{all_of(report)});
  sheet.title = fmt::format("Engagements created from {} to {}", format_instant(report.period.since),
                            format_instant(report.period.until));
  return sheet;
}

Sheet outcomes_sheet(app::StatsReport const& report) {
  auto const columns = outcome_columns(report);
  auto sheet = sheet_of(columns, report.outcomes);
  sheet.title = "What came of them (rates are of users: blank below 20)";
  if (report.others && report.others->outcome) {
    auto others = *report.others->outcome;
    others.key = counted_noun(report.others->values_sent, "other");
    sheet.rows.push_back(row_of(columns, others));
  }
  if (report.outcome_of_all) sheet.total = row_of(columns, *report.outcome_of_all);
  return sheet;
}

Json outcomes_json(app::StatsReport const& report) {
  auto const sheet = outcomes_sheet(report);
  return {{"rows", to_json(sheet)}, {"total", sheet.total ? to_json(sheet.columns, *sheet.total) : Json{}}};
}

Json totals_json(app::StatsReport const& report) {
  return to_json(sheet_of(count_columns(), std::vector{all_of(report)})).at(0);
}

}  // namespace proactive::cli
