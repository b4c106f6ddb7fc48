#include "domain/settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>

#include "base/text.hpp"
#include "base/time.hpp"

namespace proactive {

namespace {

constexpr std::array<std::string_view, 3> writer_choices{"auto", "template", "llm"};
constexpr std::array<std::string_view, 5> log_level_choices{"debug", "info", "warn", "error", "off"};

constexpr IntRange hours{0, 8760};  // up to a year

bool is_port(std::string const& text) {
  int port = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
  return problem == std::errc{} && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

bool is_language(std::string const& text) {
  auto const dash = text.find('-');
  auto const primary = text.substr(0, dash);
  auto const lower = [](char c) { return c >= 'a' && c <= 'z'; };
  auto const alnum = [&](char c) { return lower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  if (primary.size() < 2 || primary.size() > 3 || !std::all_of(primary.begin(), primary.end(), lower)) return false;
  if (dash == std::string::npos) return true;
  auto const region = text.substr(dash + 1);
  return region.size() >= 2 && region.size() <= 8 && std::all_of(region.begin(), region.end(), alnum);
}

bool is_known_zone(std::string const& text) { return is_time_zone(text); }

using S = Settings;
constexpr auto connection = "connection";
constexpr auto gate = "gate";
constexpr auto message = "message";
constexpr auto runs = "runs";
constexpr auto logging = "log";

// name, variable, group, field, default, unit, help, allowed. The defaults of the variables that the original service
// had are the original's.
constexpr std::array settings_table{
    SettingSpec{"database_url",
                "DATABASE_URL",
                connection,
                &S::database_url,
                "",
                "",
                "the database as a libpq URI or connection string; wins over DB_*",
                {},
                {},
                Storable::no,
                Secret::yes},
    SettingSpec{"db_host",
                "DB_HOST",
                connection,
                &S::db_host,
                "",
                "",
                "host name or socket folder; else PGHOST, else libpq's default",
                {},
                {},
                Storable::no},
    SettingSpec{"db_port", "DB_PORT", connection, &S::db_port, "", "", "port; else PGPORT, else 5432", &is_port,
                "a port from 1 to 65535", Storable::no},
    SettingSpec{"db_user",
                "DB_USER",
                connection,
                &S::db_user,
                "",
                "",
                "role; else PGUSER, else the system user's name",
                {},
                {},
                Storable::no},
    SettingSpec{"db_password",
                "DB_PASSWORD",
                connection,
                &S::db_password,
                "",
                "",
                "password; prefer DB_PASSWORD_FILE or libpq's password file",
                {},
                {},
                Storable::no,
                Secret::yes},
    SettingSpec{"db_password_file",
                "DB_PASSWORD_FILE",
                connection,
                &S::db_password_file,
                "",
                "",
                "file whose first line is the password; wins over DB_PASSWORD",
                {},
                {},
                Storable::no},
    SettingSpec{"db_name",
                "DB_NAME",
                connection,
                &S::db_name,
                "",
                "",
                "database; else PGDATABASE, else the role's name",
                {},
                {},
                Storable::no},
    SettingSpec{"db_connection_limit",
                "DB_CONNECTION_LIMIT",
                connection,
                &S::db_connection_limit,
                "10",
                "connections",
                "the most connections that one run opens; --jobs N opens N + 1",
                IntRange{1, 64},
                {},
                Storable::no},

    SettingSpec{"enabled", "PROACTIVE_ENABLED", gate, &S::enabled, "true", "",
                "false: schedule and process do nothing, say so in the log, and exit 0"},
    SettingSpec{"min_relationship_stage", "PROACTIVE_MIN_RELATIONSHIP_STAGE", gate, &S::min_relationship_stage,
                "friend", "", "the lowest stage that is written to", std::span<std::string_view const>{stage_names}},
    SettingSpec{"min_intimacy_level", "PROACTIVE_MIN_INTIMACY_LEVEL", gate, &S::min_intimacy_level, "3", "of 10",
                "the lowest intimacy that is written to", IntRange{0, 10}},
    SettingSpec{"min_trust_level", "PROACTIVE_MIN_TRUST_LEVEL", gate, &S::min_trust_level, "3", "of 10",
                "the lowest trust that is written to", IntRange{0, 10}},
    SettingSpec{"min_interval_hours", "PROACTIVE_MIN_INTERVAL_HOURS", gate, &S::min_interval_hours, "2", "hours",
                "no message before this long after the last interaction", hours},
    SettingSpec{"max_engagements_per_user", "PROACTIVE_MAX_ENGAGEMENTS_PER_USER", gate, &S::max_engagements_per_user,
                "1", "engagements", "open engagements of one user over all companions", IntRange{0, 1000}},
    SettingSpec{"max_engagements_per_day", "PROACTIVE_MAX_ENGAGEMENTS_PER_DAY", gate, &S::max_engagements_per_day, "3",
                "engagements", "messages to one user on one day of the user's time zone", IntRange{0, 1000}},
    SettingSpec{"check_in_after_hours", "PROACTIVE_CHECK_IN_AFTER_HOURS", gate, &S::check_in_after_hours, "24", "hours",
                "silence after which check_in applies", hours},
    SettingSpec{"emotional_support_after_hours", "PROACTIVE_EMOTIONAL_SUPPORT_AFTER_HOURS", gate,
                &S::emotional_support_after_hours, "6", "hours",
                "silence after which emotional_support applies to partners", hours},
    SettingSpec{"memory_reminder_after_hours", "PROACTIVE_MEMORY_REMINDER_AFTER_HOURS", gate,
                &S::memory_reminder_after_hours, "12", "hours",
                "silence after which memory_reminder applies to close friends and intimates", hours},
    SettingSpec{
        "type_rotation", "PROACTIVE_TYPE_ROTATION", gate, &S::type_rotation, "true", "",
        "a pair whose last engagement was a check_in gets its special type next, and memory_reminder needs a memory; "
        "false: neither"},

    SettingSpec{"writer", "PROACTIVE_WRITER", message, &S::writer, "auto", "",
                "who writes messages; auto is template, and llm is refused until this version has an LLM writer",
                std::span<std::string_view const>{writer_choices}},
    SettingSpec{"default_language", "PROACTIVE_DEFAULT_LANGUAGE", message, &S::default_language, "en", "",
                "language of users who have none in proactive_preferences", &is_language,
                "a language tag such as en or pt-BR"},
    SettingSpec{"min_message_length", "PROACTIVE_MIN_MESSAGE_LENGTH", message, &S::min_message_length, "20",
                "characters", "the shortest message, in user-perceived characters", IntRange{1, 4000}},
    SettingSpec{"max_message_length", "PROACTIVE_MAX_MESSAGE_LENGTH", message, &S::max_message_length, "100",
                "characters", "the longest message, in user-perceived characters", IntRange{1, 4000}},
    SettingSpec{"message_temperature", "PROACTIVE_MESSAGE_TEMPERATURE", message, &S::message_temperature, "0.8", "",
                "sampling temperature of an LLM writer, which this version does not have: unused", RealRange{0.0, 2.0}},
    SettingSpec{"max_memories_to_use", "PROACTIVE_MAX_MEMORIES_TO_USE", message, &S::max_memories_to_use, "3",
                "memories", "memories a writer is given for one message", IntRange{0, 50}},
    SettingSpec{"memory_importance_threshold", "PROACTIVE_MEMORY_IMPORTANCE_THRESHOLD", message,
                &S::memory_importance_threshold, "5", "of 10", "the lowest importance of a memory that is used",
                IntRange{0, 10}},

    SettingSpec{"schedule_advance_hours", "PROACTIVE_SCHEDULE_ADVANCE_HOURS", runs, &S::schedule_advance_hours, "3",
                "hours", "delivery this long ahead, for pairs silent for less than 24 hours (the others: one hour)",
                IntRange{0, 168}},
    SettingSpec{"max_scheduled_engagements", "PROACTIVE_MAX_SCHEDULED_ENGAGEMENTS", runs, &S::max_scheduled_engagements,
                "50", "engagements", "the most that one run of schedule claims", IntRange{0, 10'000'000}},
    SettingSpec{"max_deliveries", "PROACTIVE_MAX_DELIVERIES", runs, &S::max_deliveries, "100000", "engagements",
                "the most due messages that one run of process looks at", IntRange{0, 10'000'000}},
    SettingSpec{"process_batch_size", "PROACTIVE_PROCESS_BATCH_SIZE", runs, &S::process_batch_size, "1000",
                "engagements", "messages that are delivered in one transaction", IntRange{1, 10'000}},
    SettingSpec{"expire_after_hours", "PROACTIVE_EXPIRE_AFTER_HOURS", runs, &S::expire_after_hours, "24", "hours",
                "a message this late is not sent any more", IntRange{1, 8760}},
    SettingSpec{"default_timezone", "PROACTIVE_DEFAULT_TIMEZONE", runs, &S::default_timezone, "UTC", "",
                "time zone of users who have none, or an unknown one, in proactive_preferences", &is_known_zone,
                "a name of the IANA time-zone data such as Europe/Berlin"},
    SettingSpec{"lease_seconds", "PROACTIVE_LEASE_SECONDS", runs, &S::lease_seconds, "180", "seconds",
                "after this long a run that has died is taken over", IntRange{5, 3600}},
    SettingSpec{"keep_runs_days", "PROACTIVE_KEEP_RUNS_DAYS", runs, &S::keep_runs_days, "90", "days",
                "how long the history of runs is kept", IntRange{1, 3650}},

    SettingSpec{"enable_debug_logging", "PROACTIVE_ENABLE_DEBUG_LOGGING", logging, &S::enable_debug_logging, "true", "",
                "true: log level debug; true by default gives way to a log_level that is set"},
    SettingSpec{"log_level", "PROACTIVE_LOG_LEVEL", logging, &S::log_level, "info", "", "how much is logged",
                std::span<std::string_view const>{log_level_choices}},
};

std::optional<bool> parse_bool(std::string const& text) {
  auto const lowered = to_lower(text);
  for (auto const* word : {"true", "1", "yes", "on"}) {
    if (lowered == word) return true;
  }
  for (auto const* word : {"false", "0", "no", "off"}) {
    if (lowered == word) return false;
  }
  return std::nullopt;
}

template <typename Number>
std::optional<Number> parse_number(std::string const& text) {
  Number value{};
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool put(Settings& settings, Field<bool> field, SettingSpec const&, std::string const& text) {
  auto const value = parse_bool(text);
  if (value) settings.*field = *value;
  return value.has_value();
}

bool put(Settings& settings, Field<int> field, SettingSpec const& spec, std::string const& text) {
  auto const value = parse_number<int>(text);
  auto const& range = std::get<IntRange>(spec.allowed);
  if (!value || *value < range.lowest || *value > range.highest) return false;
  settings.*field = *value;
  return true;
}

bool put(Settings& settings, Field<double> field, SettingSpec const& spec, std::string const& text) {
  auto const value = parse_number<double>(text);
  auto const& range = std::get<RealRange>(spec.allowed);
  if (!value || !std::isfinite(*value) || *value < range.lowest || *value > range.highest) return false;
  settings.*field = *value;
  return true;
}

bool put(Settings& settings, Field<Stage> field, SettingSpec const&, std::string const& text) {
  auto const value = stage_from(text);
  if (value) settings.*field = *value;
  return value.has_value();
}

bool put(Settings& settings, Field<std::string> field, SettingSpec const& spec, std::string const& text) {
  if (!is_storable(text) || text.size() > 4096) return false;
  if (auto const* choices = std::get_if<std::span<std::string_view const>>(&spec.allowed)) {
    if (std::find(choices->begin(), choices->end(), text) == choices->end()) return false;
  }
  if (auto const* valid = std::get_if<bool (*)(std::string const&)>(&spec.allowed)) {
    // A variable without a default may be empty: that is how an environment unsets it.
    if (!(text.empty() && spec.default_value.empty()) && !(*valid)(text)) return false;
  }
  settings.*field = text;
  return true;
}

// A value as a message quotes it: on one line, at most 80 bytes, never cut inside a character.
std::string quoted(std::string const& value) {
  auto shown = printable(value);
  if (shown.size() > 80) {
    std::size_t end = 80;
    while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xC0U) == 0x80U) --end;
    shown.resize(end);
  }
  return "\"" + shown + "\"";
}

std::string real_text(double value) {
  std::array<char, 32> buffer{};
  auto const result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), result.ptr};
}

}  // namespace

std::span<SettingSpec const> setting_specs() { return settings_table; }

SettingSpec const* find_setting(std::string_view name_or_variable) {
  auto const found = std::find_if(settings_table.begin(), settings_table.end(), [&](SettingSpec const& spec) {
    return spec.name == name_or_variable || spec.variable == name_or_variable;
  });
  return found == settings_table.end() ? nullptr : &*found;
}

std::string allowed_values(SettingSpec const& spec) {
  if (!spec.allowed_text.empty()) return std::string{spec.allowed_text};
  if (auto const* range = std::get_if<IntRange>(&spec.allowed)) {
    return "a whole number from " + std::to_string(range->lowest) + " to " + std::to_string(range->highest);
  }
  if (auto const* range = std::get_if<RealRange>(&spec.allowed)) {
    return "a number from " + real_text(range->lowest) + " to " + real_text(range->highest);
  }
  if (auto const* choices = std::get_if<std::span<std::string_view const>>(&spec.allowed))
    return "one of " + join(*choices, ", ");
  if (std::holds_alternative<Field<bool>>(spec.field)) return "true or false";
  return "UTF-8 text of at most 4,096 bytes";
}

std::optional<std::string> assign_setting(Settings& settings, SettingSpec const& spec, std::string const& value) {
  bool const valid = std::visit([&](auto field) { return put(settings, field, spec, value); }, spec.field);
  if (valid) return std::nullopt;
  auto const shown = spec.secret == Secret::yes ? std::string{"the value"} : quoted(value);
  return shown + " is not allowed: use " + allowed_values(spec);
}

std::string setting_text(Settings const& settings, SettingSpec const& spec) {
  struct Printer {
    Settings const& from;
    std::string operator()(Field<bool> field) const { return from.*field ? "true" : "false"; }
    std::string operator()(Field<int> field) const { return std::to_string(from.*field); }
    std::string operator()(Field<double> field) const { return real_text(from.*field); }
    std::string operator()(Field<Stage> field) const { return std::string{name_of(from.*field)}; }
    std::string operator()(Field<std::string> field) const { return from.*field; }
  };
  return std::visit(Printer{settings}, spec.field);
}

Settings default_settings() {
  Settings settings;
  for (auto const& spec : settings_table) assign_setting(settings, spec, std::string{spec.default_value});
  return settings;
}

std::vector<std::string> cross_check(Settings const& settings) {
  std::vector<std::string> findings;
  if (settings.min_message_length > settings.max_message_length) {
    findings.push_back("min_message_length (" + std::to_string(settings.min_message_length) +
                       ") is above max_message_length (" + std::to_string(settings.max_message_length) +
                       "), so that no message fits: lower the first or raise the second");
  }
  if (settings.writer == "llm") {
    findings.emplace_back("writer is llm, and this version has no LLM writer: set it to auto or template");
  }
  return findings;
}

std::vector<std::string> advice(Settings const& settings) {
  std::vector<std::string> findings;
  for (auto const& [name, threshold] :
       {std::pair{"check_in_after_hours", settings.check_in_after_hours},
        std::pair{"emotional_support_after_hours", settings.emotional_support_after_hours},
        std::pair{"memory_reminder_after_hours", settings.memory_reminder_after_hours}}) {
    if (threshold < settings.min_interval_hours) {
      findings.push_back(std::string{name} + " (" + std::to_string(threshold) + ") is below min_interval_hours (" +
                         std::to_string(settings.min_interval_hours) + "), which comes first and so decides");
    }
  }
  return findings;
}

std::string fingerprint(Settings const& settings) {
  std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a, 64 bits
  for (auto const& spec : settings_table) {
    if (spec.storable == Storable::no || spec.group == logging) continue;
    for (char const c : std::string{spec.name} + "=" + setting_text(settings, spec) + "\n") {
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
  }
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash));
  return text.data();
}

std::string effective_log_level(Settings const& settings, bool debug_is_set, bool level_is_set) {
  return settings.enable_debug_logging && (debug_is_set || !level_is_set) ? "debug" : settings.log_level;
}

}  // namespace proactive
