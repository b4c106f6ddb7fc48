#include "store/import.hpp"

#include <fmt/core.h>

#include <set>

#include "base/text.hpp"
#include "queries.hpp"

namespace proactive::store {

namespace {

using Keys = std::set<std::vector<std::string>>;

struct ImportStatements {
  Statement<1> insert;
  Statement<1> update;
  Statement<1> remove;
};

ImportStatements const& statements_of(ImportKind kind) {
  static constexpr std::array<ImportStatements, names<ImportKind>().size()> statements{
      {{queries::insert_users, queries::update_users, queries::delete_users},
       {queries::insert_companions, queries::update_companions, queries::delete_companions},
       {queries::insert_pairs, queries::update_pairs, queries::delete_pairs},
       {queries::insert_memories, queries::update_memories, queries::delete_memories}}};
  return statements.at(static_cast<std::size_t>(kind));
}

// Adds the keys of the rows that the statement has changed: its first columns.
void gather(Transaction& transaction, Statement<1> const& statement, Json const& lines, std::size_t key_columns,
            Keys& changed) {
  for (auto const row : transaction.exec(statement, lines)) {
    std::vector<std::string> key;
    key.reserve(key_columns);
    for (std::size_t column = 0; column < key_columns; ++column) key.push_back(row[static_cast<int>(column)].text());
    changed.insert(std::move(key));
  }
}

std::string unknown_sentence(Row const& row, ImportRecord const& record) {
  auto const user = printable(record.key[0]);
  auto const companion = printable(record.key[1]);
  if (!row["has_user"].boolean()) return fmt::format("user {} is not known: a line of the user comes first", user);
  if (!row["has_companion"].boolean())
    return fmt::format("companion {} is not known: a line of the companion comes first", companion);
  return fmt::format("the pair of user {} and companion {} is not known: a line of the pair comes first", user,
                     companion);
}

}  // namespace

bool has_imported_tables(Transaction& transaction) {
  return transaction.exec(queries::has_imported_tables)[0]["has_tables"].boolean();
}

std::vector<ImportedRecord> import_records(Transaction& transaction, ImportKind kind, bool deletes,
                                           std::vector<ImportRecord> const& records) {
  std::vector<ImportedRecord> results(records.size());
  if (records.empty()) return results;
  auto lines = Json::array();
  for (auto const& record : records) lines.push_back(record.row);
  auto const& statements = statements_of(kind);
  auto const key_columns = records.front().key.size();
  Keys changed;
  if (deletes) {
    gather(transaction, statements.remove, lines, key_columns, changed);
  } else {
    // In this order: what another import has just inserted is updated.
    gather(transaction, statements.insert, lines, key_columns, changed);
    gather(transaction, statements.update, lines, key_columns, changed);
  }
  if (!deletes && kind == ImportKind::pair)
    gather(transaction, queries::insert_user_wrote, lines, key_columns, changed);
  for (std::size_t i = 0; i < records.size(); ++i) results[i].is_changed = changed.contains(records[i].key);
  if (deletes || key_columns == 1) return results;
  for (auto const row : transaction.exec(queries::lines_without_pair, lines)) {
    auto const place = static_cast<std::size_t>(row["place"].integer());
    results[place].problem = unknown_sentence(row, records[place]);
  }
  return results;
}

}  // namespace proactive::store
