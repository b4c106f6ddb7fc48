#include "store/schema.hpp"

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
    throw configuration_error("the schema is ahead (version " + std::to_string(newest) + ", this binary knows " +
                              std::to_string(queries::schema_version) + "): install the newer proactive");
  }
  if (newest < queries::schema_version || count < queries::schema_version) {
    throw configuration_error("the schema is behind (version " + std::to_string(newest) + ", this binary needs " +
                              std::to_string(queries::schema_version) + "): run scripts/migrate");
  }
}

}  // namespace proactive::store
