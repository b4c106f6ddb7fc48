#include "store/schema.hpp"

#include <fmt/core.h>

#include "queries.hpp"

namespace proactive::store {

void require_schema(Transaction& transaction) {
  if (!transaction.exec(queries::schema_table_exists)[0]["is_there"].boolean()) {
    throw configuration_error("the database has no schema proactive: run scripts/migrate");
  }
  auto const rows = transaction.exec(queries::schema_versions);
  auto const newest = rows[0]["newest"].integer();
  auto const count = rows[0]["applied"].integer();
  if (newest > queries::schema_version) {
    throw configuration_error(
        fmt::format("the schema is ahead (version {}, this binary knows {}): install the newer proactive", newest,
                    queries::schema_version));
  }
  if (newest < queries::schema_version || count < queries::schema_version) {
    throw configuration_error(
        fmt::format("the schema is behind (version {}, this binary needs {}): run scripts/migrate", newest,
                    queries::schema_version));
  }
}

}  // namespace proactive::store
