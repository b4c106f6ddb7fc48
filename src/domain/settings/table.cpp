#include "domain/settings/table.hpp"

#include <functional>
#include <map>

namespace proactive {

namespace {

std::vector<SettingSpec> join_tables() {
  std::vector<SettingSpec> all;
  auto const add = [&](std::string_view group, std::span<SettingSpec const> table) {
    for (auto spec : table) {
      spec.group = group;
      all.push_back(spec);
    }
  };
  add("database", database_table());
  add("gate", gate_table());
  add("care", care_table());
  add("safety", safety_table());
  add("message", message_table());
  add("llm", llm_table());
  add("runs", runs_table());
  add("experiment", experiment_table());
  add("channel", channel_table());
  add("log", log_table());
  return all;
}

}  // namespace

std::string variable_of(std::string_view name) {
  bool const has_prefix = name.starts_with("db_") || name.starts_with("openai_") || name == "database_url";
  std::string variable = has_prefix ? "" : "PROACTIVE_";
  for (char const c : name) variable += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return variable;
}

std::span<SettingSpec const> setting_specs() {
  static std::vector<SettingSpec> const all = join_tables();
  return all;
}

SettingSpec const* find_setting(std::string_view name_or_variable) {
  static auto const by_name = [] {
    std::map<std::string, SettingSpec const*, std::less<>> all;
    for (auto const& spec : setting_specs()) {
      all.emplace(spec.name, &spec);
      all.emplace(spec.variable(), &spec);
    }
    return all;
  }();
  auto const found = by_name.find(name_or_variable);
  return found == by_name.end() ? nullptr : found->second;
}

}  // namespace proactive
