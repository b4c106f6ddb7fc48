#pragma once

#include <string>

#include "app/session.hpp"
#include "store/pg/database.hpp"

namespace proactive::test {

// A database with our schema, the seed's tables and their adapter for one test case, on the private server of
// scripts/with-postgres; dropped at the end.
class TestDatabase {
 public:
  TestDatabase();
  ~TestDatabase();
  TestDatabase(TestDatabase const&) = delete;
  TestDatabase& operator=(TestDatabase const&) = delete;

  // Runs a statement as it is, and returns the rows. Our tables go by their names, the app's are public.users and so
  // on.
  store::Rows exec(std::string const& sql, std::vector<store::Param> const& params = {});
  // The first column of the first row, as text ("" for NULL).
  std::string value(std::string const& sql, std::vector<store::Param> const& params = {});

  // What a command needs to work on this database, with further settings as flags.
  [[nodiscard]] app::Invocation invocation(NamedValues const& settings = {}) const;
  [[nodiscard]] std::string const& name() const { return name_; }

  // A user, a companion and their relationship, known to us and due: the ids are `user` and `companion`.
  struct RelationshipRow {
    std::string user = "u1";
    int companion = 1;
    std::string stage = "friend";
    int intimacy = 5;
    int trust = 5;
    int silent_hours = 30;  // last_interaction this long before now(); negative: NULL
  };
  void add_relationship(RelationshipRow const& row);

  // A message of the pair by 'user' or 'companion', at an instant as PostgreSQL reads it ("now").
  void add_message(std::string const& user, int companion, std::string const& sender, std::string const& at);

  // Installs another adapter, untried.
  void install_adapter(std::string const& source);
  // The text of the one that is installed, with the first `from` changed.
  std::string adapter_with(std::string const& from, std::string const& to);

 private:
  std::string name_;
  std::unique_ptr<store::Database> database_;
};

}  // namespace proactive::test
