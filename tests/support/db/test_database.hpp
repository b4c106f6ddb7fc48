#pragma once

#include <string>

#include "app/session.hpp"
#include "store/pg/database.hpp"

namespace proactive::test {

// A migrated database of its own for one test case, on the private server of scripts/with-postgres; dropped at the end.
class TestDatabase {
 public:
  TestDatabase();
  ~TestDatabase();
  TestDatabase(TestDatabase const&) = delete;
  TestDatabase& operator=(TestDatabase const&) = delete;

  // Runs statements as they are, and returns the rows.
  store::Rows exec(std::string const& sql, std::vector<store::Param> const& params = {});
  // The first column of the first row, as text ("" for NULL).
  std::string value(std::string const& sql, std::vector<store::Param> const& params = {});

  // What a command needs to work on this database, with further settings as flags.
  [[nodiscard]] app::Invocation invocation(app::NamedValues const& settings = {}) const;
  [[nodiscard]] std::string const& name() const { return name_; }

  // A user, a companion and their relationship. Returns nothing: the ids are `user` and `companion`.
  struct RelationshipRow {
    std::string user = "u1";
    int companion = 1;
    std::string stage = "friend";
    int intimacy = 5;
    int trust = 5;
    int silent_hours = 30;  // last_interaction this long before now(); negative: NULL
  };
  void add_relationship(RelationshipRow const& row);

 private:
  std::string name_;
  std::unique_ptr<store::Database> database_;
};

}  // namespace proactive::test
