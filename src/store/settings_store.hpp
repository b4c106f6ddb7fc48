#pragma once

#include <string>
#include <utility>
#include <vector>

#include "store/database.hpp"

namespace proactive::store {

using NamedValues = std::vector<std::pair<std::string, std::string>>;

// What `config set` has stored, unchecked.
NamedValues stored_settings(Transaction& transaction);

// Stores values and their history; `changed_by` names the person.
void store_settings(Transaction& transaction, NamedValues const& values, std::string const& changed_by);

// Returns the names that were stored before.
std::vector<std::string> remove_settings(Transaction& transaction, std::vector<std::string> const& names,
                                         std::string const& changed_by);

struct SettingChange {
  Instant changed_at;
  std::string changed_by;
  std::string name;
  std::optional<std::string> old_value;
  std::optional<std::string> new_value;
};
// Newest first.
std::vector<SettingChange> settings_history(Transaction& transaction, int limit);

}  // namespace proactive::store
