#pragma once

#include <optional>
#include <string>

#include "app/operator/trial/trial.hpp"
#include "app/session.hpp"
#include "store/adapter.hpp"

// What `config adapter` does.
namespace proactive::app {

// An adapter as it is given: the file's name and text, or "seed", whose text is drafted from the database.
struct AdapterSource {
  std::string name;
  std::string text;
};

// Reads a file; "seed" stands for the draft for the seed's tables. Throws Error (usage) for a file that cannot be read.
AdapterSource read_adapter(Session& session, std::string const& file_or_seed);

// An adapter file for the tables of a schema, or of all schemas.
std::string draft_adapter_file(Session& session, std::optional<std::string> const& schema);

// Tries an adapter in a transaction that is rolled back.
TrialReport check_adapter(Session& session, AdapterSource const& source);

// The same, and keeps it where no finding is a failure.
TrialReport install_adapter(Session& session, AdapterSource const& source);

// Tries the adapter that is installed; `quick`: without a trial delivery, in a transaction that reads.
std::vector<Finding> try_installed_adapter(store::Database& database, Settings const& settings, bool quick);

// Nothing where none is installed.
std::optional<store::InstalledAdapter> show_adapter(Session& session);
// Returns whether one was installed.
bool remove_adapter(Session& session);

}  // namespace proactive::app
