#pragma once

#include <string>
#include <vector>

#include "domain/import/line.hpp"
#include "store/pg/database.hpp"

// What an app that is elsewhere tells, in the tables of schema imported.
namespace proactive::store {

bool has_imported_tables(Transaction& transaction);

struct ImportedRecord {
  bool is_changed = false;  // false: the row said this before, or was gone
  std::string problem;      // what it refers to is not known, as a sentence; empty: taken
};

// Stores or deletes records of one kind, each of another row; one result for each.
std::vector<ImportedRecord> import_records(Transaction& transaction, ImportKind kind, bool deletes,
                                           std::vector<ImportRecord> const& records);

}  // namespace proactive::store
