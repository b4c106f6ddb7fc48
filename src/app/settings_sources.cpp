#include "app/settings_sources.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>

#include "base/errors.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "domain/address.hpp"
#include "domain/settings/env_text.hpp"
#include "domain/settings/look_alikes.hpp"
#include "net/url.hpp"
#include "store/pg/connection_string.hpp"

namespace proactive::app {

namespace {

std::string described(SettingSpec const& spec, Origin origin, Places const& places) {
  switch (origin) {
    case Origin::flag:
      return fmt::format("the flag for {}", spec.name);
    case Origin::stored:
      return fmt::format("the stored setting {0} (proactive config unset {0})", spec.name);
    default:
      auto const place = places.find(spec.name);
      return place == places.end() ? spec.variable() : fmt::format("{}: {}", place->second, spec.variable());
  }
}

std::optional<std::string> off_limits(std::string const& host, std::string_view whose) {
  if (!is_off_limits(host)) return std::nullopt;
  return fmt::format(
      "its host is link-local or a cloud's metadata service, which hands out credentials and is never called: name the "
      "host of {}",
      whose);
}

// libcurl and libpq read addresses, which domain does not know: it has looked at their form only.
std::optional<std::string> assign(Settings& settings, SettingSpec const& spec, std::string const& value) {
  if (auto problem = assign_setting(settings, spec, value)) return problem;
  if (spec.name == "database_url" && !value.empty()) return store::fault_of_url(value);
  if (spec.name == "openai_base_url") {
    auto const endpoint = net::parse_endpoint(value);
    if (!endpoint) return not_allowed(spec, value);
    return off_limits(endpoint->host, "the LLM's service");
  }
  if (spec.name == "webhook_url" && !value.empty()) {
    auto const endpoint = net::parse_endpoint(value);
    if (!endpoint) return not_allowed(spec, value);
    return off_limits(endpoint->host, "the app's receiver");
  }
  auto const proxy = spec.name == "llm_proxy" ? net::host_of_proxy(value) : std::nullopt;
  return proxy ? off_limits(*proxy, "the proxy") : std::nullopt;
}

void apply(LoadedSettings& loaded, NamedValues const& values, Origin origin, Places const& places = {}) {
  for (auto const& [name, value] : values) {
    auto const* spec = find_setting(name);
    if (spec == nullptr) continue;
    if (auto const problem = assign(loaded.settings, *spec, value)) {
      throw Error(origin == Origin::flag ? ExitCode::usage : ExitCode::configuration,
                  fmt::format("{}: {}", described(*spec, origin, places), *problem));
    }
    loaded.origins[std::string{spec->name}] = origin;
  }
}

// An empty value of a variable without default is how an environment unsets it.
bool counts_as_unset(SettingSpec const& spec, std::string const& value) {
  return value.empty() && spec.default_value.empty();
}

// The setting whose variable it is; nullptr: none's.
SettingSpec const* take(Variables& variables, std::string_view name, std::string const& value) {
  auto const* spec = find_setting(name);
  if (spec == nullptr || spec->variable() != name || counts_as_unset(*spec, value)) return nullptr;
  variables.values.emplace_back(spec->name, value);
  return spec;
}

// Allows --now in tests; that it counts nowhere but in the environment is the point of it.
constexpr std::string_view for_tests = "PROACTIVE_ALLOW_NOW";

// `place`: "FILE:LINE: ", or nothing.
void note_look_alike(Variables& variables, std::string_view name, std::string_view place) {
  if (name == for_tests && place.empty()) return;
  auto const meant = name == for_tests ? std::optional<std::string>{"it counts in the environment alone: remove it"}
                                       : look_alike(name);
  if (!meant) return;
  variables.not_taken.push_back(
      fmt::format("{}the variable {} is no setting: {}", place, shortened(printable(name), 80), *meant));
}

FileText text_of(std::string const& file) {
  constexpr std::size_t most_bytes = std::size_t{1024} * 1024;
  auto read = read_named_file("the env file", file, most_bytes + 1, ReadUntil::end);
  if (read.text.size() > most_bytes) {
    throw configuration_error(fmt::format("the env file {} is larger than 1 MiB: name another", printable(file)));
  }
  return read;
}

bool holds_secret(Variables const& variables) {
  return std::any_of(variables.values.begin(), variables.values.end(), [](auto const& value) {
    auto const* spec = find_setting(value.first);
    return spec != nullptr && spec->secret == Secret::yes;
  });
}

// A service on this machine is perhaps one model on one processor: what nobody has chosen goes by that.
void adapt_to_service(LoadedSettings& loaded) {
  constexpr int few_calls = 4;
  constexpr int patient_seconds = 180;
  auto const is_chosen = [&](char const* name) { return loaded.origin(name) != Origin::default_value; };
  auto& llm = loaded.settings.llm;
  auto const& service = llm.service = net::parse_endpoint(llm.openai_base_url);
  llm.first_concurrency = is_chosen("llm_concurrency") ? 0 : few_calls;
  if (service && is_loopback(service->host) && !is_chosen("llm_timeout_seconds"))
    llm.llm_timeout_seconds = patient_seconds;
}

// Without them no zone is known, the default's neither.
void require_time_zones() {
  if (has_time_zones()) return;
  throw configuration_error("this machine has no time-zone data (/usr/share/zoneinfo): install the package tzdata");
}

}  // namespace

Origin LoadedSettings::origin(std::string_view name) const {
  auto const found = origins.find(name);
  return found == origins.end() ? Origin::default_value : found->second;
}

LoadedSettings merge_settings(SettingSources const& sources) {
  require_time_zones();
  LoadedSettings loaded;
  loaded.settings = default_settings();
  apply(loaded, sources.env_file, Origin::env_file, sources.places);
  apply(loaded, sources.environment, Origin::environment);
  apply(loaded, sources.stored, Origin::stored);
  apply(loaded, sources.flags, Origin::flag);
  adapt_to_service(loaded);
  loaded.not_taken = sources.not_taken;
  loaded.exposed = sources.exposed;
  loaded.places = sources.places;
  return loaded;
}

std::string until_enabled(LoadedSettings const& loaded) {
  auto const origin = loaded.origin("enabled");
  if (origin == Origin::stored) return "proactive config unset enabled";
  auto const variable = variable_of("enabled");
  auto const place = loaded.places.find("enabled");
  if (origin == Origin::env_file && place != loaded.places.end()) {
    return fmt::format("{} is true or removed at {}", variable, place->second);
  }
  return fmt::format("{} is true or removed in the environment", variable);
}

std::vector<std::string> contradictions(Settings const& settings) {
  return cross_check(settings, net::parse_endpoint(settings.channel.webhook_url));
}

Variables read_env_file(std::string const& file) {
  auto const read = text_of(file);
  auto const text = read_env_text(read.text);
  auto const place = [&](int line) { return fmt::format("{}:{}", printable(file), line); };
  if (!text.problem.empty()) throw configuration_error(fmt::format("{}: {}", place(text.problem_line), text.problem));
  Variables variables;
  std::map<std::string, EnvAssignment const*> last;
  for (auto const& assignment : text.assignments) {
    last[assignment.name] = &assignment;
    note_look_alike(variables, assignment.name, place(assignment.line) + ": ");
  }
  for (auto const& [name, assignment] : last) {
    if (auto const* spec = take(variables, name, assignment->value))
      variables.places.emplace(spec->name, place(assignment->line));
  }
  if (read.is_exposed && holds_secret(variables)) variables.exposed.push_back(exposed_sentence("the env file", file));
  return variables;
}

Variables read_environment() {
  Variables variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    std::string_view const text{*entry};
    auto const sign = text.find('=');
    if (sign == std::string_view::npos) continue;
    auto const name = text.substr(0, sign);
    take(variables, name, std::string{text.substr(sign + 1)});
    note_look_alike(variables, name, "");
  }
  return variables;
}

}  // namespace proactive::app
