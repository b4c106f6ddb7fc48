#include <array>
#include <cstdio>
#include <ostream>

#include "base/text.hpp"
#include "cli/command/print.hpp"
#include "cli/render/table.hpp"

namespace proactive::cli {

namespace {

using store::EngagementCounts;

// Shares are of what was created; with nothing created there is no share.
std::optional<double> share(long part, long whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

std::string percent(long part, long whole) {
  auto const value = share(part, whole);
  if (!value) return "-";
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.1f%%", *value * 100);
  return text.data();
}

Json share_json(long part, long whole) {
  auto const value = share(part, whole);
  return value ? Json(*value) : Json();
}

Json counts_json(EngagementCounts const& counts) {
  return {{"created", counts.created},
          {"open", counts.open},
          {"sent", counts.sent},
          {"cancelled", counts.cancelled},
          {"expired", counts.expired},
          {"failed", counts.failed},
          {"sent_rate", share_json(counts.sent, counts.created)},
          {"failed_rate", share_json(counts.failed, counts.created)}};
}

TableRow count_cells(EngagementCounts const& counts) {
  return {std::to_string(counts.created),       std::to_string(counts.open),           std::to_string(counts.sent),
          std::to_string(counts.cancelled),     std::to_string(counts.expired),        std::to_string(counts.failed),
          percent(counts.sent, counts.created), percent(counts.failed, counts.created)};
}

TableRow with_front(TableRow front, TableRow const& rest) {
  front.insert(front.end(), rest.begin(), rest.end());
  return front;
}

TableRow const count_header{"created", "open", "sent", "cancelled", "expired", "failed", "sent %", "failed %"};

std::string row_name(store::BreakdownRow const& row) {
  return row.label.empty() ? row.key : row.label + " (" + row.key + ")";
}

std::string exit_text(store::RunRow const& run) {
  return run.exit_code ? std::to_string(*run.exit_code) : "did not end";
}

// What a run came to, in a few words.
std::string run_text(store::RunRow const& run) {
  std::vector<std::string> parts;
  for (auto const* name : {"checked", "scheduled", "due", "sent", "expired", "failed"}) {
    if (run.report.contains(name)) parts.push_back(std::string{name} + " " + run.report[name].dump());
  }
  return join(parts, ", ");
}

Json runs_json(std::vector<store::RunRow> const& runs) {
  Json list = Json::array();
  for (auto const& run : runs) {
    list.push_back({{"run_id", run.run_id},
                    {"command", run.command},
                    {"started_at", format_instant(run.started_at)},
                    {"duration_ms", run.duration_ms ? Json(*run.duration_ms) : Json()},
                    {"exit_code", run.exit_code ? Json(*run.exit_code) : Json()},
                    {"report", run.report},
                    {"errors", run.errors},
                    {"settings_fingerprint", run.settings_fingerprint}});
  }
  return list;
}

void print_json(std::ostream& out, app::StatsReport const& report) {
  Json rows = Json::array();
  for (auto const& row : report.breakdown) {
    Json entry{{report.by, row.key}};
    if (report.by == "companion") entry["companion_name"] = row.label;
    entry.update(counts_json(row.counts));
    rows.push_back(entry);
  }
  Json reasons = Json::array();
  for (auto const& row : report.reasons) {
    reasons.push_back(
        {{"status", row.status}, {"reason", row.reason}, {"engagements", row.engagements}, {"error", row.example}});
  }
  Json json{{"since", format_instant(report.period.since)},
            {"until", format_instant(report.period.until)},
            {"totals", counts_json(report.totals)},
            {"by", report.by},
            {"rows", rows}};
  json.update(writers_json(report));
  json["reasons"] = reasons;
  json["runs"] = runs_json(report.runs);
  out << to_line(json) << "\n";
}

std::vector<TableRow> breakdown_rows(app::StatsReport const& report) {
  std::vector<TableRow> rows;
  for (auto const& row : report.breakdown) rows.push_back(with_front({row_name(row)}, count_cells(row.counts)));
  return rows;
}

void print_errors(std::ostream& out, std::vector<store::RunRow> const& runs) {
  for (auto const& run : runs) {
    for (auto const& error : run.errors) {
      if (error.is_string()) out << "  " << run.run_id << "  " << printable(error.get<std::string>()) << "\n";
    }
  }
}

void print_tables(std::ostream& out, app::StatsReport const& report) {
  out << "Engagements created from " << format_instant(report.period.since) << " to "
      << format_instant(report.period.until) << "\n\n";
  auto rows = breakdown_rows(report);
  rows.push_back(with_front({"all"}, count_cells(report.totals)));
  print_table(out, with_front({report.by == "day" ? "day (" + report.timezone + ")" : report.by}, count_header), rows);

  print_writers(out, report);
  if (!report.reasons.empty()) {
    out << "\nNot sent\n\n";
    std::vector<TableRow> reasons;
    for (auto const& row : report.reasons)
      reasons.push_back({row.status, row.reason, std::to_string(row.engagements), row.example});
    print_table(out, {"status", "reason", "engagements", "error"}, reasons);
  }
  out << "\nNewest runs\n\n";
  if (report.runs.empty()) {
    out << "none\n";
    return;
  }
  std::vector<TableRow> runs;
  for (auto const& run : report.runs) {
    runs.push_back({format_instant(run.started_at), run.command,
                    run.duration_ms ? std::to_string(*run.duration_ms) : "-", exit_text(run), run_text(run)});
  }
  print_table(out, {"started", "command", "ms", "exit", "report"}, runs);
  print_errors(out, report.runs);
}

void print_breakdown_csv(std::ostream& out, app::StatsReport const& report) {
  std::vector<TableRow> rows;
  for (auto const& row : report.breakdown) {
    auto cells = count_cells(row.counts);
    cells.resize(6);  // the shares follow from the counts
    rows.push_back(with_front(report.by == "companion" ? TableRow{row.key, row.label} : TableRow{row.key}, cells));
  }
  auto header = count_header;
  header.resize(6);
  print_csv(
      out, with_front(report.by == "companion" ? TableRow{"companion", "companion_name"} : TableRow{report.by}, header),
      rows);
}

}  // namespace

void print_stats(std::ostream& out, app::StatsReport const& report, Format format) {
  if (format == Format::json) return print_json(out, report);
  if (format == Format::csv) return print_breakdown_csv(out, report);
  print_tables(out, report);
}

}  // namespace proactive::cli
