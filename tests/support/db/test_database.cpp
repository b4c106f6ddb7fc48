#include "support/db/test_database.hpp"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <stdexcept>

#include "domain/settings/settings.hpp"
#include "store/pg/connection_string.hpp"

namespace proactive::test {

namespace {

std::string unique_name() {
  static std::atomic<int> counter{0};
  return "t" + std::to_string(getpid()) + "_" + std::to_string(++counter);
}

void run(std::string const& command) {
  if (std::system(command.c_str()) != 0) throw std::runtime_error(command + " failed: run the tests with scripts/test");
}

}  // namespace

TestDatabase::TestDatabase() : name_(unique_name()) {
  run(SOURCE_DIRECTORY "/tests/support/new-database " + name_);
  Settings settings = default_settings();
  settings.database.name = name_;
  database_ = std::make_unique<store::Database>(store::connection_string(settings.database, "test", true),
                                                store::Access::read_write);
}

TestDatabase::~TestDatabase() {
  database_.reset();
  std::system(("PGHOST=$PRIVATE_POSTGRES dropdb --force --if-exists " + name_).c_str());
}

store::Rows TestDatabase::exec(std::string const& sql, std::vector<store::Param> const& params) {
  return database_->transact([&](store::Transaction& transaction) { return transaction.exec(sql, params); });
}

std::string TestDatabase::value(std::string const& sql, std::vector<store::Param> const& params) {
  auto const rows = exec(sql, params);
  if (rows.empty()) return "";
  return rows[0][0].text_or_empty();
}

app::Invocation TestDatabase::invocation(app::NamedValues const& settings) const {
  app::Invocation invocation;
  invocation.flags = {{"db_name", name_}, {"log_level", "off"}};
  invocation.flags.insert(invocation.flags.end(), settings.begin(), settings.end());
  return invocation;
}

void TestDatabase::add_relationship(RelationshipRow const& row) {
  exec("INSERT INTO users (id, name) VALUES ($1::text, 'Sam ' || $1::text) ON CONFLICT DO NOTHING", {row.user});
  exec(
      "INSERT INTO companions (id, name, personality, interests) VALUES ($1::integer, 'Luna ' || $1::integer, 'calm', "
      "'[\"old maps\"]') "
      "ON CONFLICT DO NOTHING",
      {row.companion});
  exec(
      "INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, "
      "last_interaction, created_at) VALUES ($1, $2::integer, $3, $4::integer, $5::integer, "
      "CASE WHEN $6::integer >= 0 THEN now() - $6::integer * interval '1 hour' END, now() - interval '90 days')",
      {row.user, row.companion, row.stage, row.intimacy, row.trust, row.silent_hours});
}

}  // namespace proactive::test
