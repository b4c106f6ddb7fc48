#include "store/health.hpp"

#include "queries.hpp"

namespace proactive::store {

namespace {

std::vector<std::string> read_texts(Rows const& rows) {
  std::vector<std::string> texts;
  for (auto const row : rows) texts.push_back(row[0].text());
  return texts;
}

Counts read_counts(Rows const& rows) {
  Counts counts;
  for (auto const row : rows) counts.emplace_back(row[0].text(), row[1].integer());
  return counts;
}

}  // namespace

ConnectionFacts connection_facts(Transaction& transaction) {
  auto const rows = transaction.exec(queries::connection_facts);
  auto const row = rows[0];
  return {row[0].text(),    row[1].text(), row[2].text(),    row[3].instant(),
          row[4].boolean(), row[5].text(), row[6].boolean(), row[7].boolean()};
}

std::vector<std::string> missing_privileges(Transaction& transaction) {
  return read_texts(transaction.exec(queries::missing_privileges));
}

std::vector<std::string> unfilled_columns(Transaction& transaction) {
  return read_texts(transaction.exec(queries::unfilled_columns));
}

Counts unknown_timezones(Transaction& transaction) { return read_counts(transaction.exec(queries::unknown_timezones)); }

}  // namespace proactive::store
