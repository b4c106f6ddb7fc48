#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/named_values.hpp"
#include "base/names.hpp"
#include "domain/settings/settings.hpp"

namespace proactive::app {

// Where a value comes from, the weakest first.
enum class Origin { default_value, env_file, environment, stored, flag };

}  // namespace proactive::app

namespace proactive {

template <>
struct Names<app::Origin> {
  static constexpr auto table = std::to_array<Named<app::Origin>>({{app::Origin::default_value, "default"},
                                                                   {app::Origin::env_file, "env-file"},
                                                                   {app::Origin::environment, "environment"},
                                                                   {app::Origin::stored, "stored"},
                                                                   {app::Origin::flag, "flag"}});
};

}  // namespace proactive

namespace proactive::app {

// Texts by setting name, from every source.
struct SettingSources {
  NamedValues env_file;
  NamedValues environment;
  NamedValues stored;
  NamedValues flags;
};

struct LoadedSettings {
  Settings settings;
  std::map<std::string, Origin, std::less<>> origins;  // of those that are not at their default

  [[nodiscard]] Origin origin(std::string_view name) const;
};

// Merges the sources by precedence and validates every value. Throws Error naming the variable, the value and what is
// allowed: usage for a flag, else configuration. Rules between settings are not checked here.
LoadedSettings merge_settings(SettingSources const& sources);

// What the rules between settings find; none: all is well.
std::vector<std::string> contradictions(Settings const& settings);

// KEY=VALUE lines with comments, "export " and quotes; variables that are no settings are ignored. Throws Error
// (configuration).
NamedValues read_env_file(std::string const& file);

// The settings among the process's environment variables. Those that are empty and have no default count as not set.
NamedValues read_environment();

// PROACTIVE_* variables of the environment that are no settings: typing errors, mostly.
std::vector<std::string> unknown_variables();

}  // namespace proactive::app
