#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/adapter/contract.hpp"
#include "store/pg/database.hpp"

// The app's adapter in the database: its functions, the wrappers through which the tool's statements read, and the
// record of what was installed.
namespace proactive::store {

struct InstalledAdapter {
  std::string name;
  std::string source;
  std::vector<std::string> functions;  // that it has made
  Instant installed_at;
  std::string installed_by;
  bool is_unchanged = false;  // the functions are those that were installed
};
std::optional<InstalledAdapter> installed_adapter(Transaction& transaction);

// Whether one is installed, and its functions are as they were then.
enum class AdapterState { none, changed, installed };
AdapterState adapter_state(Transaction& transaction);

// Why no run can use it, as a sentence that tells what to do. Nothing: it is well.
std::optional<std::string> adapter_fault(AdapterState state);

// Throws Error (configuration) unless it is installed and unchanged.
void require_adapter(AdapterState state);

// The functions app_* as the catalogue has them.
std::vector<InstalledFunction> adapter_functions_found(Transaction& transaction);

// A sentence for each function that would touch somebody else's table or view with a superuser's rights: not to be run.
std::vector<std::string> unsafe_tables(Transaction& transaction);

// A sentence on each role of ours that may run functions which it has not the rights for.
std::vector<std::string> unrunnable_functions(Transaction& transaction);

// Runs an adapter's file and returns the signatures of the functions that it has made in our schema. The previous
// adapter's are dropped first. Throws Error for what PostgreSQL refuses.
std::vector<std::string> run_adapter_file(Transaction& transaction, std::string const& source);

// Makes the wrappers for the functions that were found, and gives the tool's roles their rights on them.
void make_wrappers(Transaction& transaction, std::vector<InstalledFunction> const& found);

// Records what is installed from now on, and lets the next run ask for all pairs.
void keep_adapter(Transaction& transaction, std::string const& name, std::string const& source,
                  std::vector<std::string> const& functions, std::string const& installed_by);

// Drops the adapter's functions and the wrappers.
void remove_adapter(Transaction& transaction);

// Throws Error (configuration) unless the role may change the schema.
void require_schema_owner(Transaction& transaction);

// Whether a function of the adapter ("app_facts") has this among its columns.
bool returns_column(Transaction& transaction, std::string const& function, std::string const& column);

}  // namespace proactive::store
