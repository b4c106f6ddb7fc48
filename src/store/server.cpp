#include "store/server.hpp"

#include <fmt/core.h>

#include "queries.hpp"

namespace proactive::store {

namespace {

std::vector<std::string> read_texts(Rows const& rows) {
  std::vector<std::string> texts;
  for (auto const row : rows) texts.push_back(row["text"].text());
  return texts;
}

}  // namespace

std::optional<std::string> encoding_fault(std::string const& encoding) {
  if (encoding == "UTF8") return std::nullopt;
  return fmt::format(
      "the database's encoding is {}: make one with createdb -E UTF8 -T template0, and move the data there with "
      "pg_dump",
      encoding);
}

ConnectionFacts connection_facts(Transaction& transaction) {
  auto const rows = transaction.exec(queries::connection_facts);
  auto const row = rows[0];
  return {row["role"].text(),           row["database"].text(),
          row["server_version"].text(), static_cast<int>(row["server_number"].integer()),
          row["instant"].instant(),     row["standby"].boolean(),
          row["encoding"].text(),       row["stays_here"].boolean(),
          row["tls"].boolean(),         row["has_tables_of_others"].boolean()};
}

std::vector<std::string> missing_privileges(Transaction& transaction) {
  return read_texts(transaction.exec(queries::missing_privileges));
}

std::vector<std::string> foreign_privileges(Transaction& transaction) {
  return read_texts(transaction.exec(queries::foreign_privileges));
}

std::vector<std::string> foreign_functions(Transaction& transaction) {
  return read_texts(transaction.exec(queries::foreign_functions));
}

Counts unknown_timezones(Transaction& transaction) {
  Counts counts;
  for (auto const row : transaction.exec(queries::unknown_timezones))
    counts.emplace_back(row["timezone"].text(), row["users"].integer());
  return counts;
}

}  // namespace proactive::store
