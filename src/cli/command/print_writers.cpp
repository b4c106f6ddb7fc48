#include <array>
#include <cstdio>
#include <optional>
#include <ostream>

#include "base/text.hpp"
#include "cli/command/print.hpp"
#include "cli/render/table.hpp"

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

// Of the messages that an LLM was to write, those that a template wrote.
std::optional<double> fallback_share(std::vector<WriterRow> const& writers) {
  long asked = 0;
  long fallbacks = 0;
  for (auto const& row : writers) {
    if (row.writer == "template") continue;
    asked += row.engagements;
    if (row.writer == "fallback") fallbacks += row.engagements;
  }
  if (asked == 0) return std::nullopt;
  return static_cast<double>(fallbacks) / static_cast<double>(asked);
}

template <typename... Values>
std::string formatted(char const* format, Values... values) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

std::string or_dash(std::optional<long> const& value) { return value ? std::to_string(*value) : "-"; }

TableRow writer_cells(WriterRow const& row, app::StatsReport const& report) {
  auto const cost = cost_of(row, report);
  return {row.writer,
          row.model.empty() ? "-" : row.model,
          std::to_string(row.engagements),
          std::to_string(row.calls),
          std::to_string(row.tokens_in),
          std::to_string(row.tokens_out),
          cost ? formatted("%.4f", *cost) : "-",
          or_dash(row.latency_p50),
          or_dash(row.latency_p95)};
}

}  // namespace

Json writers_json(app::StatsReport const& report) {
  Json rows = Json::array();
  for (auto const& row : report.writers) {
    auto const cost = cost_of(row, report);
    rows.push_back({{"writer", row.writer},
                    {"model", row.model.empty() ? Json() : Json(row.model)},
                    {"engagements", row.engagements},
                    {"calls", row.calls},
                    {"tokens_in", row.tokens_in},
                    {"tokens_out", row.tokens_out},
                    {"cost", cost ? Json(*cost) : Json()},
                    {"latency_p50_ms", row.latency_p50 ? Json(*row.latency_p50) : Json()},
                    {"latency_p95_ms", row.latency_p95 ? Json(*row.latency_p95) : Json()},
                    {"refusals", row.refusals}});
  }
  auto const share = fallback_share(report.writers);
  return {{"writers", rows}, {"fallback_share", share ? Json(*share) : Json()}};
}

void print_writers(std::ostream& out, app::StatsReport const& report) {
  if (report.writers.empty()) return;
  out << "\nWriters\n\n";
  std::vector<TableRow> rows;
  std::vector<TableRow> refusals;
  for (auto const& row : report.writers) {
    rows.push_back(writer_cells(row, report));
    for (auto const& [reason, times] : row.refusals) {
      refusals.push_back({row.writer, row.model.empty() ? "-" : row.model, reason, std::to_string(times)});
    }
  }
  print_table(out, {"writer", "model", "engagements", "calls", "tokens in", "tokens out", "cost", "p50 ms", "p95 ms"},
              rows);
  if (auto const share = fallback_share(report.writers)) {
    out << "templates wrote " << formatted("%.1f%%", *share * 100) << " of what an LLM was to write\n";
  }
  if (refusals.empty()) return;
  out << "\nRefused drafts and failed calls\n\n";
  print_table(out, {"writer", "model", "reason", "times"}, refusals);
}

}  // namespace proactive::cli
