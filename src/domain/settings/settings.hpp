#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/types.hpp"

namespace proactive {

// Every knob of the tool, frozen before a run begins its work. What each one means, its default and its range stand in
// table.cpp; a value here has passed it.
struct Settings {
  std::string database_url;
  std::string db_host;
  std::string db_port;
  std::string db_user;
  std::string db_password;
  std::string db_password_file;
  std::string db_name;
  int db_connection_limit = 0;

  bool enabled = false;
  int min_interval_hours = 0;
  int max_engagements_per_day = 0;
  int max_engagements_per_user = 0;
  Stage min_relationship_stage = Stage::stranger;
  int min_intimacy_level = 0;
  int min_trust_level = 0;
  int check_in_after_hours = 0;
  int memory_reminder_after_hours = 0;
  int emotional_support_after_hours = 0;
  bool type_rotation = false;

  std::string writer;
  std::string default_language;
  int max_message_length = 0;
  int min_message_length = 0;
  double message_temperature = 0;
  int max_memories_to_use = 0;
  int memory_importance_threshold = 0;

  std::string openai_api_key;
  std::string openai_api_key_file;
  std::string openai_base_url;
  std::string openai_model;
  std::string openai_org_id;
  std::string openai_project_id;
  std::string llm_headers;
  std::string llm_ca_file;
  std::string llm_proxy;
  bool llm_allow_http = false;
  int llm_concurrency = 0;
  int llm_connect_timeout_seconds = 0;
  int llm_timeout_seconds = 0;
  int llm_max_completion_tokens = 0;
  int llm_max_calls_per_run = 0;
  int llm_max_tokens_per_day = 0;
  double llm_price_in = 0;
  double llm_price_out = 0;

  int schedule_advance_hours = 0;
  int max_scheduled_engagements = 0;
  int max_deliveries = 0;
  int process_batch_size = 0;
  int expire_after_hours = 0;
  int run_time_limit = 0;
  std::string default_timezone;
  int lease_seconds = 0;
  int keep_runs_days = 0;

  std::string realtime;
  std::string realtime_namespace;
  std::string realtime_channel_prefix;
  std::string realtime_event;
  std::string realtime_rooms;
  int realtime_queue_limit = 0;

  bool enable_debug_logging = false;
  std::string log_level;
};

// Where a setting of a type is kept.
template <typename Value>
using Field = Value Settings::*;

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

// One setting's declaration. `field` says its type; `allowed` is checked by parse_setting.
struct SettingSpec {
  std::string_view name;
  std::string_view variable;
  std::string_view group;
  std::variant<Field<bool>, Field<int>, Field<double>, Field<Stage>, Field<std::string>> field;
  std::string_view default_value;  // empty: not set
  std::string_view unit;
  std::string_view help;
  std::variant<std::monostate, IntRange, RealRange, std::span<std::string_view const>, bool (*)(std::string const&)>
      allowed = {};
  std::string_view allowed_text = {};  // what to say about `allowed` where it is a function
  Storable storable = Storable::yes;
  Secret secret = Secret::no;
};

std::span<SettingSpec const> setting_specs();

// By name ("min_interval_hours") or variable ("PROACTIVE_MIN_INTERVAL_HOURS"); nullptr when there is none.
SettingSpec const* find_setting(std::string_view name_or_variable);

// "a whole number from 0 to 8760", "true or false", "one of auto, template"
std::string allowed_values(SettingSpec const& spec);

// Puts a text value into its field. Returns what is wrong with it, as the end of a sentence, or nothing.
std::optional<std::string> assign_setting(Settings& settings, SettingSpec const& spec, std::string const& value);

// The value as it is written in the environment: "3", "true", "friend".
std::string setting_text(Settings const& settings, SettingSpec const& spec);

// Every setting at its default.
Settings default_settings();

// Whether messages are written by a language model: by llm, and by auto where a key or a service of one's own is set.
bool uses_llm(Settings const& settings);

// Rules between settings. Each finding is a finished sentence that names the settings and what to do.
std::vector<std::string> cross_check(Settings const& settings);

// Combinations that work, though perhaps not as meant; for `config check`.
std::vector<std::string> advice(Settings const& settings);

// A short digest of every setting but the connection and secrets: two runs with equal ones decided by equal rules.
std::string fingerprint(Settings const& settings);

// The level that the log is opened with. enable_debug_logging means debug, unless it is true only by default and
// log_level was set.
std::string effective_log_level(Settings const& settings, bool debug_is_set, bool level_is_set);

}  // namespace proactive
