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

// Where a value stands, by setting name: "/etc/proactive.env:12".
using Places = std::map<std::string, std::string, std::less<>>;

// The settings among variables, by setting name, and a sentence on each variable that looks like one and is none, and
// on a file with secrets that others may read.
struct Variables {
  NamedValues values;
  std::vector<std::string> not_taken;
  std::vector<std::string> exposed = {};
  Places places = {};  // of a file's
};

// Texts by setting name, from every source.
struct SettingSources {
  NamedValues env_file;
  NamedValues environment;
  NamedValues stored;
  NamedValues flags;
  std::vector<std::string> not_taken = {};  // sentences on variables that look like settings and are none
  std::vector<std::string> exposed = {};    // sentences on files with secrets that others may read
  Places places = {};                       // of the env file's values
};

struct LoadedSettings {
  Settings settings;
  std::map<std::string, Origin, std::less<>> origins;  // of those that are not at their default
  std::vector<std::string> not_taken;                  // as in the sources
  std::vector<std::string> exposed;                    // the same
  Places places = {};                                  // the same

  [[nodiscard]] Origin origin(std::string_view name) const;
};

// Merges the sources by precedence and validates every value. Throws Error naming the variable, its file and line, the
// value and what is allowed: usage for a flag, else configuration, also where this machine has no time-zone data. Rules
// between settings are not checked here.
LoadedSettings merge_settings(SettingSources const& sources);

// What has to be so before a run does anything again where `enabled` is false, by where its value comes from:
// "proactive config unset enabled".
std::string until_enabled(LoadedSettings const& loaded);

// What the rules between settings find; none: all is well.
std::vector<std::string> contradictions(Settings const& settings);

// The settings among the variables of an env file (domain/settings/env_text.hpp), of at most 1 MiB. Those that are
// empty and have no default count as not set, as in the environment. Throws Error (configuration).
Variables read_env_file(std::string const& file);

// The settings among the process's environment variables.
Variables read_environment();

}  // namespace proactive::app
