#include "app/operator/trial/scans.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "domain/adapter/indexes.hpp"
#include "store/adapter_check.hpp"
#include "store/catalogue.hpp"

namespace proactive::app {

namespace {

constexpr long big_table = 5000;      // rows: scanning fewer is no fault
constexpr long huge_table = 100'000;  // rows: runs would take too long

// What was read of a table, with all its partitions.
struct Scan {
  std::string schema;
  std::string relation;
  bool is_partitioned = false;
  long rows = 0;
};

std::map<std::string, Scan> scanned_so_far(store::Transaction& transaction) {
  std::map<std::string, Scan> scans;
  for (auto const& table : store::table_activity(transaction)) {
    auto& scan = scans[table.root];
    scan.schema = table.root_schema;
    scan.relation = table.root_relation;
    scan.is_partitioned = scan.is_partitioned || table.is_partition;
    scan.rows += table.scanned;
  }
  return scans;
}

// As a draft would have it; for a table that no draft would read, columns that the function says and by whose names one
// looks. None where an index is there already, or nothing tells by which columns it looks.
std::vector<std::string> columns_to_index(store::Transaction& transaction, std::string const& function,
                                          std::string const& table, Scan const& scan, bool by_time) {
  auto const catalogue = store::read_catalogue(transaction, std::nullopt);
  auto const wishes = wanted_indexes(catalogue);
  auto const wish = std::find_if(wishes.begin(), wishes.end(), [&](IndexWish const& one) {
    return !one.is_there && one.by_time == by_time && one.table->schema == scan.schema &&
           one.table->name == scan.relation;
  });
  if (wish != wishes.end()) return wish->columns;
  auto const named =
      by_time ? store::time_columns(transaction, table, function) : store::id_columns(transaction, table, function);
  return columns_without_index(catalogue, scan.schema, scan.relation, named);
}

// Where no index that is wanted can be named, the statement is what is to be mended.
std::string advice_on(std::vector<std::string> const& columns, std::string const& table, Scan const& scan) {
  if (!columns.empty()) {
    return fmt::format("give it an index on the columns by which it looks, such as {}",
                       join(index_statements(table, columns, scan.is_partitioned), " and then "));
  }
  return "see with EXPLAIN by which columns it looks, and have each row looked up by an index (Performance in "
         "proactive-adapter(7))";
}

void tell_scan(TrialFindings& findings, std::string const& function, std::string const& table, Scan const& scan) {
  bool const by_time = function == "app_pairs";
  auto const columns = columns_to_index(findings.transaction, function, table, scan, by_time);
  findings.find(!by_time && scan.rows >= huge_table ? FindingState::failure : FindingState::warning, function,
                fmt::format("it reads all {} rows of {} {}: {}", scan.rows, table,
                            by_time ? "to find who wrote in the last quarter of an hour" : "for a single pair",
                            advice_on(columns, table, scan)));
}

}  // namespace

void watch_scans(TrialFindings& findings, std::string const& function, std::function<void()> const& body) {
  auto const before = scanned_so_far(findings.transaction);
  if (findings.transaction.in_savepoint(body)) return;
  for (auto const& [table, total] : scanned_so_far(findings.transaction)) {
    auto const earlier = before.find(table);
    auto scan = total;
    if (earlier != before.end()) scan.rows -= earlier->second.rows;
    if (scan.rows >= big_table) tell_scan(findings, function, table, scan);
  }
}

}  // namespace proactive::app
