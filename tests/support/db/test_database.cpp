#include "support/db/test_database.hpp"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <stdexcept>

#include "domain/settings/settings.hpp"
#include "domain/strategy.hpp"
#include "store/adapter.hpp"
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
  return database_->transact([&](store::Transaction& transaction) { return transaction.exec_text(sql, params); });
}

std::string TestDatabase::value(std::string const& sql, std::vector<store::Param> const& params) {
  auto const rows = exec(sql, params);
  if (rows.empty()) return "";
  return rows[0][0].text_or_empty();
}

namespace {

// What is tested is not the care, which would refuse these pairs, who wrote once or never: the preset seed holds, below
// what a test sets.
bool leave_out_care() {
  for (auto const& [name, value] : find_preset("seed")->values)
    setenv(variable_of(name).c_str(), std::string{value}.c_str(), 1);
  return true;
}
bool const care_is_left_out = leave_out_care();

}  // namespace

app::Invocation TestDatabase::invocation(NamedValues const& settings) const {
  app::Invocation invocation;
  invocation.flags = {{"db_name", name_}, {"log_level", "off"}};
  invocation.flags.insert(invocation.flags.end(), settings.begin(), settings.end());
  return invocation;
}

void TestDatabase::add_relationship(RelationshipRow const& row) {
  exec("INSERT INTO public.users (id, name) VALUES ($1::text, 'Sam ' || $1::text) ON CONFLICT DO NOTHING", {row.user});
  exec(
      "INSERT INTO public.companions (id, name, personality, interests) VALUES ($1::integer, 'Luna ' || $1::integer, "
      "'calm', "
      "'[\"old maps\"]') "
      "ON CONFLICT DO NOTHING",
      {row.companion});
  exec(
      "INSERT INTO public.relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, "
      "trust_level, "
      "last_interaction, created_at) VALUES ($1, $2::integer, $3, $4::integer, $5::integer, "
      "CASE WHEN $6::integer >= 0 THEN now() - $6::integer * interval '1 hour' END, now() - interval '90 days')",
      {row.user, row.companion, row.stage, row.intimacy, row.trust, row.silent_hours});
  exec("SELECT recheck($1, $2)", {row.user, row.companion});
}

void TestDatabase::add_message(std::string const& user, int companion, std::string const& sender,
                               std::string const& at) {
  exec(
      "INSERT INTO public.conversations (user_id, companion_id, created_at) SELECT $1::text, $2::integer, "
      "now() - interval '90 days' WHERE NOT EXISTS (SELECT FROM public.conversations v WHERE v.user_id = $1::text AND "
      "v.companion_id = $2::integer)",
      {user, companion});
  exec(
      "INSERT INTO public.messages (user_id, conversation_id, sender_type, sender_id, content, created_at) "
      "SELECT v.user_id, v.id, $3::text, CASE $3::text WHEN 'user' THEN v.user_id ELSE v.companion_id::text END, 'Hi', "
      "$4::timestamptz FROM public.conversations v WHERE v.user_id = $1::text AND v.companion_id = $2::integer",
      {user, companion, sender, at});
}

void TestDatabase::install_adapter(std::string const& source) {
  database_->transact([&](store::Transaction& transaction) {
    auto const made = store::run_adapter_file(transaction, source);
    store::make_wrappers(transaction, store::adapter_functions_found(transaction));
    store::keep_adapter(transaction, "test", source, made, "test");
  });
}

std::string TestDatabase::adapter_with(std::string const& from, std::string const& to) {
  auto source = value("SELECT source FROM adapter");
  auto const at = source.find(from);
  if (at == std::string::npos) throw std::runtime_error("the adapter has no " + from);
  return source.replace(at, from.size(), to);
}

}  // namespace proactive::test
