#include "store/settings_store.hpp"

#include "queries.hpp"
#include "store/arrays.hpp"

namespace proactive::store {

NamedValues stored_settings(Transaction& transaction) {
  NamedValues values;
  for (auto const row : transaction.exec(queries::stored_settings)) values.emplace_back(row[0].text(), row[1].text());
  return values;
}

void store_settings(Transaction& transaction, NamedValues const& values, std::string const& changed_by) {
  transaction.exec(queries::store_settings, {column(values, &NamedValues::value_type::first),
                                             column(values, &NamedValues::value_type::second), changed_by});
}

std::vector<std::string> remove_settings(Transaction& transaction, std::vector<std::string> const& names,
                                         std::string const& changed_by) {
  std::vector<std::string> removed;
  for (auto const row : transaction.exec(queries::remove_settings, {names, changed_by}))
    removed.push_back(row[0].text());
  return removed;
}

std::vector<SettingChange> settings_history(Transaction& transaction, int limit) {
  std::vector<SettingChange> changes;
  for (auto const row : transaction.exec(queries::settings_history, {limit})) {
    changes.push_back({row[0].instant(), row[1].text(), row[2].text(), row[3].optional_text(), row[4].optional_text()});
  }
  return changes;
}

}  // namespace proactive::store
