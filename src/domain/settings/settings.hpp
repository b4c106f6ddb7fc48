#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "domain/channel/channels.hpp"
#include "domain/endpoint.hpp"
#include "domain/settings/groups.hpp"

namespace proactive {

// Every knob of the tool, frozen before a run begins its work. What each one means, its default and its range stand in
// the tables beside; a value here has passed them.
struct Settings {
  DatabaseSettings database;
  GateSettings gate;
  CareSettings care;
  SafetySettings safety;
  MessageSettings message;
  LlmSettings llm;
  RunSettings runs;
  ExperimentSettings experiment;
  ChannelSettings channel;
  LogSettings log;
};

// Where a setting of a type is kept.
template <typename Value>
struct Field {
  Value& (*in)(Settings&);
  Value const& (*read)(Settings const&);
};

// Where a setting is kept whose value is one of an enum's words.
struct WordField {
  bool (*assign)(Settings&, std::string_view word);  // false: no such word
  std::string_view (*word)(Settings const&);
  std::span<std::string_view const> words;
};

// The field of a member of a group.
template <auto Group, auto Member>
constexpr auto field_of() {
  using Value = std::remove_cvref_t<decltype(std::declval<Settings&>().*Group.*Member)>;
  if constexpr (std::is_enum_v<Value>) {
    return WordField{[](Settings& settings, std::string_view word) {
                       auto const value = value_of<Value>(word);
                       if (value) settings.*Group.*Member = *value;
                       return value.has_value();
                     },
                     [](Settings const& settings) { return name_of(settings.*Group.*Member); }, names<Value>()};
  } else {
    return Field<Value>{[](Settings& settings) -> Value& { return settings.*Group.*Member; },
                        [](Settings const& settings) -> Value const& { return settings.*Group.*Member; }};
  }
}

struct IntRange {
  int lowest;
  int highest;
};
struct RealRange {
  double lowest;
  double highest;
};

// Whether `config set` may store a value: connections are needed before the store can be read, and secrets never reach
// it.
enum class Storable { yes, no };
enum class Secret { no, yes };

// The environment's variable of a setting: its name in upper case behind PROACTIVE_, but for those of the database and
// of OpenAI's client, which have a prefix of their own.
std::string variable_of(std::string_view name);

// One setting's declaration. `field` says its type; `allowed` is checked by assign_setting.
struct SettingSpec {
  std::string_view name;
  std::variant<Field<bool>, Field<int>, Field<Limit>, Field<double>, Field<std::string>, WordField> field;
  std::string_view default_value;  // empty: not set
  std::string_view unit;
  std::string_view help;
  std::variant<std::monostate, IntRange, RealRange, bool (*)(std::string const&)> allowed = {};
  std::string_view allowed_text = {};  // what to say about `allowed` where it is a function
  Storable storable = Storable::yes;
  Secret secret = Secret::no;
  std::string_view group = {};  // whose table it stands in: "gate"

  [[nodiscard]] std::string variable() const { return variable_of(name); }
};

std::span<SettingSpec const> setting_specs();

// By name ("min_interval_hours") or variable ("PROACTIVE_MIN_INTERVAL_HOURS"); nullptr when there is none.
SettingSpec const* find_setting(std::string_view name_or_variable);

// "a whole number from 0 to 8760", "true or false", "one of auto, template"
std::string allowed_values(SettingSpec const& spec);

// The words that a value is one of; none where it is something else.
std::vector<std::string_view> value_words(SettingSpec const& spec);

// Puts a text value into its field. Returns what is wrong with it, as the end of a sentence, or nothing.
std::optional<std::string> assign_setting(Settings& settings, SettingSpec const& spec, std::string const& value);

// What assign_setting says of a value that is not allowed.
std::string not_allowed(SettingSpec const& spec, std::string const& value);

// The value as it is written in the environment: "3", "true", "friend".
std::string setting_text(Settings const& settings, SettingSpec const& spec);

// Every setting at its default.
Settings default_settings();

// Whether messages are written by a language model: by llm, and by auto where a key or a service of one's own is set.
bool uses_llm(Settings const& settings);

// Whether the app is told of deliveries in this way.
bool has_channel(ChannelSettings const& settings, ChannelKind kind);

// Rules between settings. Each finding is a finished sentence that names the settings and what to do. `receiver`: what
// webhook_url names.
std::vector<std::string> cross_check(Settings const& settings, std::optional<Endpoint> const& receiver);

// Those of the settings that say how messages are written.
std::vector<std::string> wording_contradictions(Settings const& settings);

// Combinations that work, though perhaps not as meant; for `config check`.
std::vector<std::string> advice(Settings const& settings);

// A short digest of every setting but the connection and secrets: two runs with equal ones decided by equal rules.
std::string fingerprint(Settings const& settings);

// The level that the log is opened with. enable_debug_logging means debug, unless it is true only by default and
// log_level was set.
log::Level effective_log_level(LogSettings const& settings, bool debug_is_set, bool level_is_set);

// Why that is not the log_level that the settings show; empty where it is.
std::string log_level_note(LogSettings const& settings, bool debug_is_set, bool level_is_set);

}  // namespace proactive
