#include "app/settings_sources.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "base/errors.hpp"
#include "base/text.hpp"
#include "net/url.hpp"

namespace proactive::app {

namespace {

std::string described(SettingSpec const& spec, Origin origin, std::string const& env_file_note) {
  switch (origin) {
    case Origin::flag:
      return fmt::format("the flag for {}", spec.name);
    case Origin::stored:
      return fmt::format("the stored setting {0} (proactive config unset {0})", spec.name);
    default:
      return spec.variable() + env_file_note;
  }
}

// libcurl reads addresses, which domain does not know: it has looked at their form only.
std::optional<std::string> assign(Settings& settings, SettingSpec const& spec, std::string const& value) {
  if (auto problem = assign_setting(settings, spec, value)) return problem;
  if (spec.name == "openai_base_url" && !net::parse_endpoint(value)) return not_allowed(spec, value);
  return std::nullopt;
}

void apply(LoadedSettings& loaded, NamedValues const& values, Origin origin) {
  for (auto const& [name, value] : values) {
    auto const* spec = find_setting(name);
    if (spec == nullptr) continue;
    if (auto const problem = assign(loaded.settings, *spec, value)) {
      auto const where = described(*spec, origin, origin == Origin::env_file ? " in the env file" : "");
      throw Error(origin == Origin::flag ? ExitCode::usage : ExitCode::configuration,
                  fmt::format("{}: {}", where, *problem));
    }
    loaded.origins[std::string{spec->name}] = origin;
  }
}

// The value of an env file's line: in single quotes as it is, in double quotes with \" and \\, else up to a " #".
// Behind a closing quote only a comment may stand; a text that is quoted otherwise is taken as it is.
std::string unquote(std::string_view text) {
  auto const value = trim(text);
  if (!value.empty() && (value.front() == '\'' || value.front() == '"')) {
    char const quote = value.front();
    std::string plain;
    for (std::size_t i = 1; i < value.size(); ++i) {
      if (value[i] == quote) {
        auto const rest = trim(value.substr(i + 1));
        if (rest.empty() || rest.front() == '#') return plain;
        break;
      }
      bool const escapes = quote == '"' && value[i] == '\\' && i + 1 < value.size();
      if (escapes && (value[i + 1] == '"' || value[i + 1] == '\\')) ++i;
      plain += value[i];
    }
  }
  return std::string{trim(text.substr(0, text.find(" #")))};
}

// An empty value of a variable without default is how an environment unsets it.
bool counts_as_unset(SettingSpec const& spec, std::string const& value) {
  return value.empty() && spec.default_value.empty();
}

}  // namespace

Origin LoadedSettings::origin(std::string_view name) const {
  auto const found = origins.find(name);
  return found == origins.end() ? Origin::default_value : found->second;
}

LoadedSettings merge_settings(SettingSources const& sources) {
  LoadedSettings loaded;
  loaded.settings = default_settings();
  apply(loaded, sources.env_file, Origin::env_file);
  apply(loaded, sources.environment, Origin::environment);
  apply(loaded, sources.stored, Origin::stored);
  apply(loaded, sources.flags, Origin::flag);
  return loaded;
}

std::vector<std::string> contradictions(Settings const& settings) {
  return cross_check(settings, net::parse_endpoint(settings.llm.openai_base_url));
}

NamedValues read_env_file(std::string const& file) {
  auto const unreadable = [&] {
    return configuration_error(
        fmt::format("the env file {} cannot be read: check its name and permissions", printable(file)));
  };
  std::ifstream in(file);
  if (!in) throw unreadable();
  NamedValues values;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    auto text = trim(line);
    if (text.empty() || text.front() == '#') continue;
    if (text.starts_with("export ")) text = trim(text.substr(7));
    auto const equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      throw configuration_error(fmt::format("the env file {}, line {}: write NAME=VALUE", printable(file), number));
    }
    auto const* spec = find_setting(trim(text.substr(0, equals)));
    if (spec == nullptr || spec->variable() != trim(text.substr(0, equals))) continue;
    auto value = unquote(text.substr(equals + 1));
    if (!counts_as_unset(*spec, value)) values.emplace_back(spec->name, std::move(value));
  }
  if (in.bad()) throw unreadable();  // a folder opens, and fails only here
  return values;
}

NamedValues read_environment() {
  NamedValues values;
  for (auto const& spec : setting_specs()) {
    auto const* value = std::getenv(spec.variable().c_str());  // NOLINT(concurrency-mt-unsafe): before threads
    if (value != nullptr && !counts_as_unset(spec, value)) values.emplace_back(spec.name, value);
  }
  return values;
}

std::vector<std::string> unknown_variables() {
  std::vector<std::string> unknown;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    std::string_view const text{*entry};
    auto const name = text.substr(0, text.find('='));
    if (name.starts_with("PROACTIVE_") && find_setting(name) == nullptr) unknown.emplace_back(name);
  }
  return unknown;
}

}  // namespace proactive::app
