#include "app/session.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <random>

#include "app/policies.hpp"
#include "base/errors.hpp"
#include "base/log.hpp"
#include "store/adapter.hpp"
#include "store/pg/connection_string.hpp"
#include "store/pg/listener.hpp"
#include "store/schema.hpp"
#include "store/settings_store.hpp"

namespace proactive::app {

namespace {

log::Level log_level(LoadedSettings const& loaded, Invocation const& invocation) {
  auto const& settings = loaded.settings.log;
  if (loaded.origin("log_level") == Origin::flag) return settings.log_level;
  bool const debug_is_set = loaded.origin("enable_debug_logging") != Origin::default_value;
  bool const level_is_set = loaded.origin("log_level") != Origin::default_value;
  bool const is_chosen = level_is_set || (debug_is_set && settings.enable_debug_logging);
  if (invocation.log_columns > 0 && !is_chosen) return log::Level::warn;
  return effective_log_level(settings, debug_is_set, level_is_set);
}

SettingSources local_sources(Invocation const& invocation) {
  SettingSources sources;
  auto const take = [&](NamedValues& values, Variables const& variables) {
    values = variables.values;
    sources.not_taken.insert(sources.not_taken.end(), variables.not_taken.begin(), variables.not_taken.end());
    sources.exposed.insert(sources.exposed.end(), variables.exposed.begin(), variables.exposed.end());
  };
  if (!invocation.env_file.empty()) {
    auto const variables = read_env_file(invocation.env_file);
    take(sources.env_file, variables);
    sources.places = variables.places;
  }
  take(sources.environment, read_environment());
  sources.flags = invocation.flags;
  return sources;
}

LoadedSettings load(SettingSources const& sources, Invocation const& invocation) {
  auto loaded = merge_settings(sources);
  log::open(log_level(loaded, invocation), invocation.log_file, invocation.log_columns);
  if (!invocation.logs_not_taken) return loaded;
  for (auto const& sentence : loaded.not_taken) log::warn("variable_not_taken", {{"message", sentence}});
  for (auto const& sentence : loaded.exposed) log::warn("file_exposed", {{"message", sentence}});
  return loaded;
}

// Connections and secrets that someone wrote into the table by hand are not taken from there.
NamedValues storable_only(NamedValues const& values) {
  NamedValues storable;
  for (auto const& value : values) {
    auto const* spec = find_setting(value.first);
    if (spec != nullptr && spec->storable == Storable::yes) storable.push_back(value);
  }
  return storable;
}

void require_consistent(Settings const& settings) {
  auto const findings = contradictions(settings);
  if (!findings.empty()) throw configuration_error(findings.front());
}

// Where there is no schema, or it is of another version, or not for this role, what was asked of it fails in words of
// its own.
store::SessionFacts begin_session(store::Database& database, Needs needs) {
  try {
    return database.transact(
        [&](store::Transaction& transaction) { return store::session_facts(transaction, needs == Needs::adapter); });
  } catch (store::StatementError const&) {
    database.transact(store::require_schema);
    throw;
  }
}

}  // namespace

LoadedSettings load_local_settings(Invocation const& invocation) { return load(local_sources(invocation), invocation); }

std::unique_ptr<store::Database> connect(DatabaseSettings const& settings, std::string const& purpose,
                                         store::Access access) {
  return std::make_unique<store::Database>(
      store::connection_string(settings, "proactive " + purpose, access == store::Access::read_write), access);
}

std::vector<std::string> hear(DatabaseSettings const& settings, std::string const& channel,
                              std::chrono::milliseconds how_long) {
  return store::hear(store::connection_string(settings, "proactive config check", false), channel, how_long);
}

Session open_session(Invocation const& invocation, std::string const& purpose, store::Access access, Needs needs,
                     Stored stored) {
  auto sources = local_sources(invocation);  // read once: the env file may be a pipe
  Session session{invocation, load(sources, invocation), nullptr};
  session.database = connect(session.settings().database, purpose, access);
  auto const facts = begin_session(*session.database, needs);
  session.begun_at = facts.now;
  if (needs != Needs::schema) store::require_adapter(facts.adapter);
  if (stored == Stored::skip) return session;
  sources.stored = storable_only(facts.settings);
  session.loaded = merge_settings(sources);
  require_consistent(session.settings());
  if (needs != Needs::schema) load_packs(session.loaded.settings);
  log::set_level(log_level(session.loaded, invocation));
  return session;
}

Session open_operator_session(Invocation const& invocation, std::string const& purpose, Stored stored) {
  auto session = open_session(invocation, purpose, store::Access::read_write, Needs::schema, stored);
  session.database->transact(store::require_operator);
  return session;
}

std::string new_run_id() {
  auto const now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  std::string id;
  for (char const c : format_instant(now)) {
    if (c != '-' && c != ':') id += c;
  }
  std::array<char, 10> suffix{};
  std::snprintf(suffix.data(), suffix.size(), "-%08x", std::random_device{}());
  return id + suffix.data();
}

}  // namespace proactive::app
