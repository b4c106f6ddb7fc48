#include "app/operator/trial/scans.hpp"

#include <fmt/core.h>

#include <map>

#include "base/text.hpp"
#include "store/adapter_check.hpp"

namespace proactive::app {

namespace {

constexpr long big_table = 5000;      // rows: scanning fewer is no fault
constexpr long huge_table = 100'000;  // rows: runs would take too long

std::map<std::string, long> scanned_so_far(store::Transaction& transaction) {
  std::map<std::string, long> scanned;
  for (auto const& table : store::table_activity(transaction)) scanned[table.name] = table.scanned;
  return scanned;
}

void tell_scan(TrialFindings& findings, std::string const& function, std::string const& table, long scanned) {
  bool const by_time = function == "app_pairs";
  auto const columns =
      by_time ? store::time_columns(findings.transaction, table) : store::id_columns(findings.transaction, table);
  findings.find(
      !by_time && scanned >= huge_table ? FindingState::failure : FindingState::warning, function,
      fmt::format("it reads all {0} rows of {1} {2}: give it an index on the columns by which it looks, such "
                  "as CREATE INDEX CONCURRENTLY ON {1} ({3})",
                  scanned, table, by_time ? "to find who wrote in the last quarter of an hour" : "for a single pair",
                  columns.empty() ? "..." : join(columns, ", ")));
}

}  // namespace

void watch_scans(TrialFindings& findings, std::string const& function, std::function<void()> const& body) {
  auto const before = scanned_so_far(findings.transaction);
  if (findings.transaction.in_savepoint(body)) return;
  for (auto const& [table, total] : scanned_so_far(findings.transaction)) {
    auto const earlier = before.find(table);
    auto const scanned = total - (earlier == before.end() ? 0 : earlier->second);
    if (scanned >= big_table) tell_scan(findings, function, table, scanned);
  }
}

}  // namespace proactive::app
