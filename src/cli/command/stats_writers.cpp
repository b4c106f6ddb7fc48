#include "cli/command/stats_sheets.hpp"

#include <algorithm>

#include "domain/health.hpp"

namespace proactive::cli {

namespace {

using store::WriterRow;

// Nothing where no price is set, and for templates.
std::optional<double> cost_of(WriterRow const& row, app::StatsReport const& report) {
  if (row.model.empty() || (report.price_in == 0 && report.price_out == 0)) return std::nullopt;
  return (static_cast<double>(row.tokens_in) * report.price_in +
          static_cast<double>(row.tokens_out) * report.price_out) /
         1e6;
}

Cell model_of(WriterRow const& row) { return row.model.empty() ? Cell() : Cell(row.model); }

// People are told of the LLM where there is one.
ColumnsOf<WriterRow> writer_columns(app::StatsReport const& report) {
  auto const where = has_llm_writer(report) ? Where{} : for_programs;
  return {
      {{"writer", "writer", Kind::id}, &WriterRow::writer},
      {{.key = "model", .heading = "model", .where = where, .shortest = 16}, model_of},
      {{"engagements", "engagements", Kind::number}, &WriterRow::engagements},
      {{.key = "calls", .heading = "calls", .kind = Kind::number, .where = where, .spare = 3}, &WriterRow::calls},
      {{"tokens_in", "tokens in", Kind::number, where}, &WriterRow::tokens_in},
      {{"tokens_out", "tokens out", Kind::number, where}, &WriterRow::tokens_out},
      {{"cost", "cost", Kind::money, where}, [&report](WriterRow const& row) { return cost_of(row, report); }},
      {{.key = "latency_p50_ms", .heading = "p50 ms", .kind = Kind::number, .where = where, .spare = 2},
       &WriterRow::latency_p50},
      {{.key = "latency_p95_ms", .heading = "p95 ms", .kind = Kind::number, .where = where, .spare = 1},
       &WriterRow::latency_p95},
      {{"refusals", "refusals", Kind::text, for_programs}, [](WriterRow const& row) { return Json(row.refusals); }}};
}

struct Refusal {
  WriterRow const* row;
  std::string reason;
  long times;
};

}  // namespace

bool has_llm_writer(app::StatsReport const& report) {
  return std::any_of(report.writers.begin(), report.writers.end(),
                     [](WriterRow const& row) { return row.writer != "template"; });
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
  long by_llm = 0;
  long by_fallback = 0;
  for (auto const& row : report.writers) {
    if (row.writer == "llm") by_llm += row.engagements;
    if (row.writer == "fallback") by_fallback += row.engagements;
  }
  return proactive::fallback_share(by_llm, by_fallback);
}

}  // namespace proactive::cli
