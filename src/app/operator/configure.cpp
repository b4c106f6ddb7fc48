#include "app/operator/configure.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <map>

#include "app/operator/operator_name.hpp"
#include "app/operator/setting_names.hpp"
#include "app/policies.hpp"
#include "base/column.hpp"
#include "base/errors.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "domain/endpoint.hpp"

namespace proactive::app {

namespace {

std::string shown(Settings const& settings, SettingSpec const& spec) {
  auto text = setting_text(settings, spec);
  if (spec.secret == Secret::yes && !text.empty()) return "(set)";
  return spec.name == "openai_base_url" ? shown_url(text) : text;  // gateways take keys in the query
}

std::map<std::string, std::string> stored_before(store::Transaction& transaction) {
  auto const values = store::stored_settings(transaction);
  return {values.begin(), values.end()};
}

std::optional<std::string> find_value(std::map<std::string, std::string> const& values, std::string const& name) {
  auto const found = values.find(name);
  if (found == values.end()) return std::nullopt;
  return found->second;
}

// Here and now: another machine may have other files.
void require_packs(Settings const& settings) {
  try {
    enabled_packs(settings.safety.policy_packs);
  } catch (Error const& problem) {
    throw usage_error(fmt::format("{}; nothing was changed", problem.what()));
  }
}

void require_consistent(Settings const& settings) {
  auto const findings = contradictions(settings);
  if (!findings.empty()) throw usage_error(fmt::format("{}; nothing was changed", findings.front()));
  require_packs(settings);
}

// What config check would say of the values that are changed.
void warn_of(std::vector<Change> const& changes, Settings const& settings) {
  for (auto const& note : advice(settings)) {
    bool const is_of_these = std::any_of(changes.begin(), changes.end(), [&](Change const& change) {
      return note.find(change.name) != std::string::npos;
    });
    if (is_of_these) log::warn("settings_unwise", {{"message", note}});
  }
}

// Of whoever stores the values of a preset, or undoes it: so the history tells, and `--undo` finds it there.
std::string by_preset(std::string const& name) { return fmt::format("{} (preset {})", operator_name(), name); }
std::string by_undoing(std::string const& author) {
  auto const preset = author.rfind("(preset ");
  return fmt::format("{} (undo of {}", operator_name(), author.substr(preset + 1));
}

// Stores or removes; a value that is the same already is no change. `values_of` says which, and by whom.
using Wanted = std::pair<store::NewValues, std::string>;
std::vector<Change> change(Invocation const& invocation, std::function<Wanted(store::Transaction&)> const& values_of) {
  auto session = open_operator_session(invocation, "config", Stored::skip);
  return session.database->transact([&](store::Transaction& transaction) {
    auto const [values, author] = values_of(transaction);
    auto const before = stored_before(transaction);
    auto after = before;
    std::vector<Change> changes;
    for (auto const& [name, value] : values) {
      if (value) {
        after[name] = *value;
      } else {
        after.erase(name);
      }
      auto const old = find_value(before, name);
      if (value || old) changes.push_back({name, old, value});
    }
    auto const settings = with_stored(session.settings(), {after.begin(), after.end()});
    require_consistent(settings);
    store::change_settings(transaction, values, author);
    warn_of(changes, settings);
    return changes;
  });
}

std::vector<Change> change(Invocation const& invocation, store::NewValues const& values, std::string const& author) {
  return change(invocation, [&](store::Transaction&) { return Wanted{values, author}; });
}

// What the last preset has replaced, where it still stands.
Wanted before_preset(store::Transaction& transaction) {
  auto const changes = store::last_preset_changes(transaction);
  if (changes.empty()) throw usage_error("no preset was stored, so there is none to undo");
  auto const& author = changes.front().changed_by;
  if (author.find("(undo of ") != std::string::npos) {
    throw usage_error("the last preset was undone already: store another, or single values with proactive config set");
  }
  auto const now = stored_before(transaction);
  store::NewValues values;
  for (auto const& done : changes) {
    if (find_value(now, done.name) == done.new_value) values.emplace_back(done.name, done.old_value);
  }
  if (values.empty())
    throw usage_error("all that the last preset stored was stored anew since then: nothing is undone");
  return {values, by_undoing(author)};
}

// As it is stored: "yes" as "true", "0003" as "3".
std::string canonical(SettingSpec const& spec, std::string const& value) {
  Settings scratch;
  if (auto const problem = assign_setting(scratch, spec, value)) {
    throw usage_error(fmt::format("{}: {}; nothing was changed", spec.name, *problem));
  }
  return setting_text(scratch, spec);
}

}  // namespace

Settings with_stored(Settings settings, NamedValues const& stored) {
  for (auto const& [name, value] : stored) {
    auto const* spec = find_setting(name);
    if (spec != nullptr && spec->storable == Storable::yes) assign_setting(settings, *spec, value);
  }
  return settings;
}

std::vector<SettingRow> show_settings(Invocation const& invocation) {
  auto const session = open_session(invocation, "config", store::Access::read_only);
  std::vector<SettingRow> rows;
  for (auto const& spec : setting_specs()) {
    rows.push_back({&spec, shown(session.settings(), spec), session.loaded.origin(spec.name)});
  }
  return rows;
}

SettingRow show_setting(Invocation const& invocation, std::string const& name) {
  auto const& spec = known_setting(name);
  auto const session = open_session(invocation, "config", store::Access::read_only);
  return {&spec, shown(session.settings(), spec), session.loaded.origin(spec.name)};
}

std::vector<Change> set_settings(Invocation const& invocation, std::vector<std::string> const& names_and_values) {
  if (names_and_values.empty() || names_and_values.size() % 2 != 0) {
    throw usage_error("config set takes pairs of a name and a value: proactive config set NAME VALUE...");
  }
  store::NewValues values;
  for (std::size_t i = 0; i < names_and_values.size(); i += 2) {
    auto const& spec = storable_setting(names_and_values[i]);
    auto const same_name = [&](auto const& value) { return value.first == spec.name; };
    if (std::any_of(values.begin(), values.end(), same_name)) {
      throw usage_error(fmt::format("{} is named twice: give each setting one value; nothing was changed", spec.name));
    }
    values.emplace_back(spec.name, canonical(spec, names_and_values[i + 1]));
  }
  return change(invocation, values, operator_name());
}

std::vector<Change> apply_preset(Invocation const& invocation, std::string const& name) {
  auto const& preset = known_preset(name);
  return change(invocation, {preset.values.begin(), preset.values.end()}, by_preset(name));
}

std::vector<Change> undo_preset(Invocation const& invocation) { return change(invocation, before_preset); }

std::vector<Change> unset_settings(Invocation const& invocation, std::vector<std::string> const& names) {
  store::NewValues removed;
  for (auto const& name : names) removed.emplace_back(storable_setting(name).name, std::nullopt);
  return change(invocation, removed, operator_name());
}

std::vector<store::SettingChange> setting_changes(Invocation const& invocation) {
  constexpr int newest = 100;
  auto session = open_session(invocation, "config", store::Access::read_only, Needs::schema, Stored::skip);
  return session.database->transact(
      [&](store::Transaction& transaction) { return store::settings_history(transaction, newest); });
}

Settings current_settings(Invocation const& invocation) {
  return open_session(invocation, "config", store::Access::read_only).settings();
}

}  // namespace proactive::app
