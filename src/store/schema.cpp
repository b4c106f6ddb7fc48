#include "store/schema.hpp"

#include <fmt/core.h>

#include "base/text.hpp"
#include "domain/operator_role.hpp"
#include "queries.hpp"
#include "store/server.hpp"

namespace proactive::store {

namespace {

constexpr int known = queries::schema_version;

void require_versions(Row const& row) {
  if (row["works_from"].integer() > known) {
    throw configuration_error(
        fmt::format("the schema is ahead (version {}, this binary knows {}): install the newer proactive",
                    row["newest"].integer(), known));
  }
  if (row["complete"].integer() < known) {
    throw configuration_error(
        fmt::format("the schema is behind (version {}, this binary needs {}): run proactive-migrate",
                    row["complete"].integer(), known));
  }
}

NamedValues read_settings(Json const& object) {
  NamedValues values;
  for (auto const& [name, value] : object.items()) values.emplace_back(name, value.get<std::string>());
  return values;
}

}  // namespace

long require_schema(Transaction& transaction) {
  auto const place = transaction.exec(queries::schema_table_exists);
  if (!place[0]["is_there"].boolean()) {
    // Where proactive-migrate would refuse, it is not the way out.
    if (auto const fault = encoding_fault(place[0]["encoding"].text())) throw configuration_error(*fault);
    throw configuration_error("the database has no schema proactive: run proactive-migrate");
  }
  auto const rows = transaction.exec(queries::schema_versions, known);
  require_versions(rows[0]);
  return rows[0]["beyond"].integer();
}

SessionFacts session_facts(Transaction& transaction, bool look_at_functions) {
  auto const rows = transaction.exec(queries::session_facts, known, look_at_functions);
  auto const row = rows[0];
  require_versions(row);
  auto const& adapter = row["adapter_is_unchanged"];
  return {
      row["instant"].instant(), row["settings"].is_null() ? NamedValues{} : read_settings(row["settings"].json()),
      adapter.is_null() ? AdapterState::none : (adapter.boolean() ? AdapterState::installed : AdapterState::changed)};
}

void require_operator(Transaction& transaction) {
  auto const rows = transaction.exec(queries::operator_facts);
  auto const row = rows[0];
  if (row["decides"].boolean()) return;
  throw configuration_error(
      fmt::format("the role {} is no operator, and this is for operators and the owner of the schema: connect as one, "
                  "or let {}, who owns it, make one with {}",
                  printable(row["role"].text()), printable(row["owner"].text()), making_an_operator));
}

}  // namespace proactive::store
