#pragma once

#include <string>
#include <vector>

#include "app/session.hpp"
#include "base/named_values.hpp"
#include "store/settings_store.hpp"

// The operator's commands on settings. They connect themselves; those that correct stored settings work even when these
// are broken.
namespace proactive::app {

// Every setting with value and origin; secrets are shown as "(set)" or empty.
struct SettingRow {
  SettingSpec const* spec;
  std::string value;
  Origin origin;
};
std::vector<SettingRow> show_settings(Invocation const& invocation);

// Throws Error (usage) for an unknown name, with the nearest known one.
SettingRow show_setting(Invocation const& invocation, std::string const& name);

struct Change {
  std::string name;
  std::optional<std::string> from;  // nullopt: was not stored
  std::optional<std::string> to;    // nullopt: removed
};

// The values as they would be merged; invalid ones among those that are stored stay out, so that they can be corrected.
Settings with_stored(Settings settings, NamedValues const& stored);

// Stores all of the pairs or none. Throws Error (usage) for an unknown name, a value that is not allowed, a setting
// that is not stored (connections, secrets), or values that do not go together.
std::vector<Change> set_settings(Invocation const& invocation, std::vector<std::string> const& names_and_values);
std::vector<Change> unset_settings(Invocation const& invocation, std::vector<std::string> const& names);
std::vector<Change> apply_preset(Invocation const& invocation, std::string const& name);

// Puts back what the last preset has replaced, but for settings that were stored anew since then, which stay. Once:
// throws Error (usage) where there is no preset to undo.
std::vector<Change> undo_preset(Invocation const& invocation);

// The newest 100 changes, newest first.
std::vector<store::SettingChange> setting_changes(Invocation const& invocation);

// The settings that a run would work with.
Settings current_settings(Invocation const& invocation);

}  // namespace proactive::app
