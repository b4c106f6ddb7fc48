#pragma once

#include <string>

#include "support/db/test_database.hpp"

namespace proactive::test {

// A friend who was silent for 30 hours, in UTC, of whom the app says besides what the columns are.
class AppFacts {
 public:
  explicit AppFacts(TestDatabase& database)
      : database_(database), seed_(database.adapter_with("proactive.app_facts(", "proactive.seed_facts(")) {
    database.add_relationship({});
  }

  void says(std::string const& columns, std::string const& values) {
    database_.install_adapter(
        seed_ +
        "\nCREATE FUNCTION proactive.app_facts(text[], text[]) RETURNS TABLE (user_id text, companion_id text, "
        "timezone text, user_wrote_at timestamptz, " +
        columns + ") LANGUAGE sql STABLE AS $$ SELECT f.user_id, f.companion_id, 'UTC', now() - interval '30 h', " +
        values + " FROM proactive.seed_facts($1, $2) f $$;");
  }

 private:
  TestDatabase& database_;
  std::string seed_;
};

}  // namespace proactive::test
