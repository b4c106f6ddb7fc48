#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "app/settings_sources.hpp"
#include "store/pg/database.hpp"

namespace proactive::app {

// What every command is started with.
struct Invocation {
  std::string env_file;
  std::string log_file;
  std::size_t log_columns = 0;  // of the terminal that the log goes to, where somebody waits for the command; 0: none
  NamedValues flags;            // by setting name
  bool logs_not_taken = true;   // variables that look like settings and are none: config check lists them instead
};

// A connected command with its settings. Everything that a command does goes through one.
struct Session {
  Invocation invocation;
  LoadedSettings loaded;
  std::unique_ptr<store::Database> database;
  Instant begun_at = {};  // by the database's clock

  [[nodiscard]] Settings const& settings() const { return loaded.settings; }
};

// Settings without those that are stored in the database; opens the log, and says there which variables are not taken.
LoadedSettings load_local_settings(Invocation const& invocation);

enum class Stored { apply, skip };

// What of the database a command needs to work: the schema, or an adapter to the app's tables and the policy packs too.
// Reading the adapter's functions takes longer than finding nothing due: a pass does it when it has something to do.
enum class Needs { schema, adapter, adapter_when_due };

// Connects, checks what is needed, adds the stored settings and checks the rules between settings. `purpose` shows in
// pg_stat_activity. Stored::skip leaves the stored settings and their rules out, for the commands that correct them.
Session open_session(Invocation const& invocation, std::string const& purpose, store::Access access,
                     Needs needs = Needs::schema, Stored stored = Stored::apply);

// For what only operators decide: the same, and the role has to be one, or the schema's owner.
Session open_operator_session(Invocation const& invocation, std::string const& purpose, Stored stored = Stored::apply);

// Another connection with the settings of a session.
std::unique_ptr<store::Database> connect(DatabaseSettings const& settings, std::string const& purpose,
                                         store::Access access);

// Texts that arrive on a notification channel within so long, on a connection of its own.
std::vector<std::string> hear(DatabaseSettings const& settings, std::string const& channel,
                              std::chrono::milliseconds how_long);

// "20260301T090000Z-1f2e3d4c": sorts by time, unique by 32 random bits a second.
std::string new_run_id();

}  // namespace proactive::app
