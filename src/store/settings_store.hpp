#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/named_values.hpp"
#include "store/pg/database.hpp"

namespace proactive::store {

// What `config set` has stored, unchecked.
NamedValues stored_settings(Transaction& transaction);

struct SettingChange {
  Instant changed_at;
  std::string changed_by;
  std::string name;
  std::optional<std::string> old_value;
  std::optional<std::string> new_value;
};

// Stores values, or removes those of nullopt, together with their history; `changed_by` names the person. Returns what
// has changed. Takes a role that may (sql/roles.sql: operator).
using NewValues = std::vector<std::pair<std::string, std::optional<std::string>>>;
std::vector<SettingChange> change_settings(Transaction& transaction, NewValues const& values,
                                           std::string const& changed_by);

// What the newest preset has changed, or its undoing: by whose author they are known. None: there is no such change.
std::vector<SettingChange> last_preset_changes(Transaction& transaction);

// Newest first, and those of one change by name.
std::vector<SettingChange> settings_history(Transaction& transaction, int limit);

}  // namespace proactive::store
