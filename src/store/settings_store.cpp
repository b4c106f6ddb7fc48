#include "store/settings_store.hpp"

#include "queries.hpp"
#include "store/arrays.hpp"

namespace proactive::store {

NamedValues stored_settings(Transaction& transaction) {
  NamedValues values;
  for (auto const row : transaction.exec(queries::stored_settings))
    values.emplace_back(row["name"].text(), row["value"].text());
  return values;
}

std::vector<SettingChange> change_settings(Transaction& transaction, NewValues const& values,
                                           std::string const& changed_by) {
  std::vector<SettingChange> changes;
  auto const rows = transaction.exec(queries::change_settings, column(values, &NewValues::value_type::first),
                                     column(values, &NewValues::value_type::second), changed_by);
  for (auto const row : rows) {
    changes.push_back(
        {{}, changed_by, row["name"].text(), row["old_value"].optional_text(), row["new_value"].optional_text()});
  }
  return changes;
}

namespace {

SettingChange read_change(Row const& row) {
  return {row["changed_at"].instant(), row["changed_by"].text(), row["name"].text(), row["old_value"].optional_text(),
          row["new_value"].optional_text()};
}

}  // namespace

std::vector<SettingChange> last_preset_changes(Transaction& transaction) {
  std::vector<SettingChange> changes;
  for (auto const row : transaction.exec(queries::last_preset_changes)) changes.push_back(read_change(row));
  return changes;
}

std::vector<SettingChange> settings_history(Transaction& transaction, int limit) {
  std::vector<SettingChange> changes;
  for (auto const row : transaction.exec(queries::settings_history, limit)) changes.push_back(read_change(row));
  return changes;
}

}  // namespace proactive::store
