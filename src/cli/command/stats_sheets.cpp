#include "cli/command/stats_sheets.hpp"

#include <fmt/core.h>

#include <cmath>

#include "base/text.hpp"
#include "cli/render/json.hpp"

namespace proactive::cli {

namespace {

using store::BreakdownRow;
using store::OutcomeRow;
using store::ReasonRow;
using store::RunRow;
using store::WriterRow;

// Of what was created; with nothing created there is no share.
std::optional<double> share(long part, long whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

auto count(long store::EngagementCounts::*member) {
  return [member](BreakdownRow const& row) { return row.counts.*member; };
}

auto rate(long store::EngagementCounts::*member) {
  return [member](BreakdownRow const& row) { return share(row.counts.*member, row.counts.created); };
}

ColumnsOf<BreakdownRow> count_columns() {
  using Counts = store::EngagementCounts;
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

// Nothing where no price is set, and for templates.
std::optional<double> cost_of(WriterRow const& row, app::StatsReport const& report) {
  if (row.model.empty() || (report.price_in == 0 && report.price_out == 0)) return std::nullopt;
  return (static_cast<double>(row.tokens_in) * report.price_in +
          static_cast<double>(row.tokens_out) * report.price_out) /
         1e6;
}

Cell model_of(WriterRow const& row) { return row.model.empty() ? Cell() : Cell(row.model); }

ColumnsOf<WriterRow> writer_columns(app::StatsReport const& report) {
  return {
      {{"writer", "writer", Kind::id}, &WriterRow::writer},
      {{.key = "model", .heading = "model", .shortest = 16}, model_of},
      {{"engagements", "engagements", Kind::number}, &WriterRow::engagements},
      {{.key = "calls", .heading = "calls", .kind = Kind::number, .spare = 3}, &WriterRow::calls},
      {{"tokens_in", "tokens in", Kind::number}, &WriterRow::tokens_in},
      {{"tokens_out", "tokens out", Kind::number}, &WriterRow::tokens_out},
      {{"cost", "cost", Kind::money}, [&report](WriterRow const& row) { return cost_of(row, report); }},
      {{.key = "latency_p50_ms", .heading = "p50 ms", .kind = Kind::number, .spare = 2}, &WriterRow::latency_p50},
      {{.key = "latency_p95_ms", .heading = "p95 ms", .kind = Kind::number, .spare = 1}, &WriterRow::latency_p95},
      {{"refusals", "refusals", Kind::text, for_programs}, [](WriterRow const& row) { return Json(row.refusals); }}};
}

struct Refusal {
  WriterRow const* row;
  std::string reason;
  long times;
};

// What a run came to, in a few words.
std::string run_text(RunRow const& run) {
  std::vector<std::string> parts;
  for (auto const* name : {"checked", "scheduled", "due", "sent", "expired", "failed"}) {
    if (run.report.contains(name)) parts.push_back(fmt::format("{} {}", name, run.report[name].dump()));
  }
  return join(parts, ", ");
}

ColumnsOf<RunRow> run_columns() {
  return {{{"run_id", "run", Kind::id, for_programs}, &RunRow::run_id},
          {{"", "started", Kind::time, for_people}, &RunRow::started_at},  // people read a list by its times
          {{"command", "command", Kind::id}, &RunRow::command},
          {{"started_at", "started", Kind::time, for_programs}, &RunRow::started_at},
          {{"duration_ms", "ms", Kind::number}, &RunRow::duration_ms},
          {{.key = "exit_code", .heading = "exit", .kind = Kind::number, .nothing = "did not end"}, &RunRow::exit_code},
          {{"", "report", Kind::text, for_people}, run_text},
          {{"report", "report", Kind::text, for_programs}, &RunRow::report},
          {{"errors", "errors", Kind::text, for_programs}, &RunRow::errors},
          {{"settings_fingerprint", "settings", Kind::id, for_programs}, &RunRow::settings_fingerprint}};
}

}  // namespace

Sheet breakdown_sheet(app::StatsReport const& report) {
  auto const columns = breakdown_columns(report);
  auto sheet = sheet_of(columns, report.breakdown);
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
  if (!sheet.rows.empty()) {
    sheet.total = sheet.rows.back();
    sheet.rows.pop_back();
  }
  return sheet;
}

Json outcomes_json(app::StatsReport const& report) {
  auto const sheet = outcomes_sheet(report);
  return {{"rows", to_json(sheet)}, {"total", sheet.total ? to_json(sheet.columns, *sheet.total) : Json{}}};
}

Json totals_json(app::StatsReport const& report) {
  return to_json(sheet_of(count_columns(), std::vector{all_of(report)})).at(0);
}

Sheet writers_sheet(app::StatsReport const& report) {
  auto sheet = sheet_of(writer_columns(report), report.writers);
  sheet.title = "Writers";
  return sheet;
}

Sheet refusals_sheet(app::StatsReport const& report) {
  std::vector<Refusal> refusals;
  for (auto const& row : report.writers) {
    for (auto const& [reason, times] : row.refusals) refusals.push_back({&row, reason, times});
  }
  ColumnsOf<Refusal> const columns{{{"writer", "writer"}, [](Refusal const& refusal) { return refusal.row->writer; }},
                                   {{"model", "model"}, [](Refusal const& refusal) { return model_of(*refusal.row); }},
                                   {{"reason", "reason"}, &Refusal::reason},
                                   {{"times", "times", Kind::number}, &Refusal::times}};
  auto sheet = sheet_of(columns, refusals);
  sheet.title = "Refused drafts and failed calls";
  return sheet;
}

std::optional<double> fallback_share(app::StatsReport const& report) {
  long asked = 0;
  long fallbacks = 0;
  for (auto const& row : report.writers) {
    if (row.writer == "template") continue;
    asked += row.engagements;
    if (row.writer == "fallback") fallbacks += row.engagements;
  }
  return share(fallbacks, asked);
}

Sheet reasons_sheet(app::StatsReport const& report) {
  ColumnsOf<ReasonRow> const columns{{{"status", "status", Kind::id}, &ReasonRow::status},
                                     {{"reason", "reason", Kind::id}, &ReasonRow::reason},
                                     {{"engagements", "engagements", Kind::number}, &ReasonRow::engagements},
                                     {{"error", "error"}, &ReasonRow::example}};
  auto sheet = sheet_of(columns, report.reasons);
  sheet.title = "Not sent";
  return sheet;
}

Sheet runs_sheet(app::StatsReport const& report) {
  auto sheet = sheet_of(run_columns(), report.runs);
  sheet.title = "Newest runs";
  sheet.when_empty = "none";
  return sheet;
}

Sheet withheld_sheet(app::StatsReport const& report) {
  using store::WithheldRow;
  ColumnsOf<WithheldRow> const columns{{{"reason", "reason", Kind::id}, &WithheldRow::reason},
                                       {{"refused", "refused", Kind::number}, &WithheldRow::refused},
                                       {{"cancelled", "cancelled", Kind::number}, &WithheldRow::cancelled}};
  auto sheet = sheet_of(columns, report.withheld);
  sheet.title = "Withheld (looks of schedule that were refused, and planned messages that were cancelled)";
  sheet.when_empty = "nothing";
  return sheet;
}

Sheet disclosures_sheet(app::StatsReport const& report) {
  using store::DisclosureRow;
  ColumnsOf<DisclosureRow> const columns{{{"language", "language"}, &DisclosureRow::language},
                                         {{"version", "version"}, &DisclosureRow::version},
                                         {{"form", "form"}, &DisclosureRow::form},
                                         {{"messages", "messages", Kind::number}, &DisclosureRow::messages}};
  auto sheet = sheet_of(columns, report.disclosures);
  sheet.title = "Told that an AI writes";
  sheet.when_empty = "nobody";
  return sheet;
}

std::string opt_outs_in_words(store::OptOuts const& opt_outs) {
  auto const longest =
      opt_outs.longest ? fmt::format("{} s after at the latest", std::lround(*opt_outs.longest)) : "never";
  return fmt::format("{} users opted out; {} of them got a message afterwards: {}", opt_outs.users, opt_outs.written_to,
                     longest);
}

Json care_json(app::StatsReport const& report) {
  return {{"withheld", to_json(withheld_sheet(report))},
          {"disclosures", to_json(disclosures_sheet(report))},
          {"opt_outs",
           {{"users", report.opt_outs.users},
            {"written_to", report.opt_outs.written_to},
            {"longest_seconds", to_json(Cell(report.opt_outs.longest))}}}};
}

}  // namespace proactive::cli
