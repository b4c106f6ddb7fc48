#include <algorithm>
#include <array>
#include <charconv>

#include "base/language.hpp"
#include "base/time.hpp"
#include "domain/endpoint.hpp"
#include "domain/realtime.hpp"
#include "domain/settings/settings.hpp"

namespace proactive {

namespace {

constexpr std::array<std::string_view, 3> writer_choices{"auto", "template", "llm"};
constexpr std::array<std::string_view, 5> log_level_choices{"debug", "info", "warn", "error", "off"};

constexpr std::array<std::string_view, 2> realtime_choices{"socketio", "none"};

constexpr IntRange hours{0, 8760};  // up to a year

bool is_port(std::string const& text) {
  int port = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
  return problem == std::errc{} && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

bool is_language(std::string const& text) { return is_language_tag(text); }

bool is_known_zone(std::string const& text) { return is_time_zone(text); }

bool is_base_url(std::string const& text) { return parse_endpoint(text).has_value(); }

bool is_header_value(std::string const& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

bool is_model(std::string const& text) { return !text.empty() && text.size() <= 200 && is_header_value(text); }

bool are_headers(std::string const& text) { return parse_headers(text).has_value(); }

using S = Settings;
constexpr auto connection = "connection";
constexpr auto gate = "gate";
constexpr auto message = "message";
constexpr auto llm = "llm";
constexpr auto runs = "runs";
constexpr auto realtime = "realtime";
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

    SettingSpec{
        "writer", "PROACTIVE_WRITER", message, &S::writer, "auto", "",
        "who writes messages; auto: an LLM where OPENAI_API_KEY, its file or another OPENAI_BASE_URL is set, else "
        "templates",
        std::span<std::string_view const>{writer_choices}},
    SettingSpec{"default_language", "PROACTIVE_DEFAULT_LANGUAGE", message, &S::default_language, "en", "",
                "language of users who have none in proactive_preferences", &is_language,
                "a language tag such as en or pt-BR"},
    SettingSpec{"min_message_length", "PROACTIVE_MIN_MESSAGE_LENGTH", message, &S::min_message_length, "20",
                "characters", "the shortest message, in user-perceived characters", IntRange{1, 4000}},
    SettingSpec{"max_message_length", "PROACTIVE_MAX_MESSAGE_LENGTH", message, &S::max_message_length, "100",
                "characters", "the longest message, in user-perceived characters", IntRange{1, 4000}},
    SettingSpec{"message_temperature", "PROACTIVE_MESSAGE_TEMPERATURE", message, &S::message_temperature, "0.8", "",
                "sampling temperature of the LLM", RealRange{0.0, 2.0}},
    SettingSpec{"max_memories_to_use", "PROACTIVE_MAX_MEMORIES_TO_USE", message, &S::max_memories_to_use, "3",
                "memories", "memories a writer is given for one message", IntRange{0, 50}},
    SettingSpec{"memory_importance_threshold", "PROACTIVE_MEMORY_IMPORTANCE_THRESHOLD", message,
                &S::memory_importance_threshold, "5", "of 10", "the lowest importance of a memory that is used",
                IntRange{0, 10}},

    SettingSpec{"openai_api_key", "OPENAI_API_KEY", llm, &S::openai_api_key, "", "",
                "key of the LLM's service; prefer OPENAI_API_KEY_FILE", &is_header_value, "a key without spaces",
                Storable::no, Secret::yes},
    SettingSpec{"openai_api_key_file",
                "OPENAI_API_KEY_FILE",
                llm,
                &S::openai_api_key_file,
                "",
                "",
                "file whose first line is the key; wins over OPENAI_API_KEY",
                {},
                {},
                Storable::no},
    SettingSpec{"openai_base_url", "OPENAI_BASE_URL", llm, &S::openai_base_url, "https://api.openai.com/v1", "",
                "service that speaks OpenAI's chat completions; a query stays behind the path", &is_base_url,
                "a URL such as https://api.openai.com/v1, without name and password", Storable::no},
    SettingSpec{"openai_model", "OPENAI_MODEL", llm, &S::openai_model, "gpt-4o-mini", "", "model that writes",
                &is_model, "a model's name without spaces"},
    SettingSpec{"openai_org_id", "OPENAI_ORG_ID", llm, &S::openai_org_id, "", "",
                "sent as the header OpenAI-Organization", &is_header_value, "an id without spaces", Storable::no},
    SettingSpec{"openai_project_id", "OPENAI_PROJECT_ID", llm, &S::openai_project_id, "", "",
                "sent as the header OpenAI-Project", &is_header_value, "an id without spaces", Storable::no},
    SettingSpec{"llm_headers", "PROACTIVE_LLM_HEADERS", llm, &S::llm_headers, "", "",
                "more headers of each call, as a JSON object of texts", &are_headers,
                "a JSON object such as {\"api-key\": \"...\"}, of header names and texts without line breaks",
                Storable::no, Secret::yes},
    SettingSpec{"llm_ca_file",
                "PROACTIVE_LLM_CA_FILE",
                llm,
                &S::llm_ca_file,
                "",
                "",
                "PEM file with the certificates to trust, instead of the system's",
                {},
                {},
                Storable::no},
    SettingSpec{"llm_proxy",
                "PROACTIVE_LLM_PROXY",
                llm,
                &S::llm_proxy,
                "",
                "",
                "proxy for the calls; else https_proxy, http_proxy and no_proxy decide",
                {},
                {},
                Storable::no,
                Secret::yes},
    SettingSpec{"llm_allow_http",
                "PROACTIVE_LLM_ALLOW_HTTP",
                llm,
                &S::llm_allow_http,
                "false",
                "",
                "true: http is allowed to other machines too, which lets others read the key and the messages",
                {},
                {},
                Storable::no},
    SettingSpec{"llm_concurrency", "PROACTIVE_LLM_CONCURRENCY", llm, &S::llm_concurrency, "16", "calls",
                "calls at the same time; halved when the service says 429, and grown back", IntRange{1, 256}},
    SettingSpec{"llm_connect_timeout_seconds", "PROACTIVE_LLM_CONNECT_TIMEOUT_SECONDS", llm,
                &S::llm_connect_timeout_seconds, "5", "seconds", "for the connection to the service", IntRange{1, 60}},
    SettingSpec{"llm_timeout_seconds", "PROACTIVE_LLM_TIMEOUT_SECONDS", llm, &S::llm_timeout_seconds, "60", "seconds",
                "for a whole call", IntRange{1, 300}},
    SettingSpec{"llm_max_completion_tokens", "PROACTIVE_LLM_MAX_COMPLETION_TOKENS", llm, &S::llm_max_completion_tokens,
                "1000", "tokens", "bound of one answer; raise it for models that think first", IntRange{100, 100'000}},
    SettingSpec{"llm_max_calls_per_run", "PROACTIVE_LLM_MAX_CALLS_PER_RUN", llm, &S::llm_max_calls_per_run, "100000",
                "calls", "the most calls of one run; templates write the rest", IntRange{0, 10'000'000}},
    SettingSpec{"llm_max_tokens_per_day", "PROACTIVE_LLM_MAX_TOKENS_PER_DAY", llm, &S::llm_max_tokens_per_day,
                "10000000", "tokens", "of all runs on one day (UTC), in and out; templates write the rest",
                IntRange{0, 2'000'000'000}},
    SettingSpec{"llm_price_in", "PROACTIVE_LLM_PRICE_IN", llm, &S::llm_price_in, "0", "per million",
                "price of a million tokens that are sent, for stats; 0: not known", RealRange{0.0, 1'000'000.0}},
    SettingSpec{"llm_price_out", "PROACTIVE_LLM_PRICE_OUT", llm, &S::llm_price_out, "0", "per million",
                "price of a million tokens that are answered, for stats; 0: not known", RealRange{0.0, 1'000'000.0}},

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
    SettingSpec{"run_time_limit", "PROACTIVE_RUN_TIME_LIMIT", runs, &S::run_time_limit, "300", "seconds",
                "after this long a run begins nothing new; what an LLM has not written by then, templates write",
                IntRange{1, 86'400}},
    SettingSpec{"default_timezone", "PROACTIVE_DEFAULT_TIMEZONE", runs, &S::default_timezone, "UTC", "",
                "time zone of users who have none, or an unknown one, in proactive_preferences", &is_known_zone,
                "a name of the IANA time-zone data such as Europe/Berlin"},
    SettingSpec{"lease_seconds", "PROACTIVE_LEASE_SECONDS", runs, &S::lease_seconds, "180", "seconds",
                "after this long a run that has died is taken over", IntRange{5, 3600}},
    SettingSpec{"keep_runs_days", "PROACTIVE_KEEP_RUNS_DAYS", runs, &S::keep_runs_days, "90", "days",
                "how long the history of runs is kept", IntRange{1, 3650}},

    SettingSpec{
        "realtime", "PROACTIVE_REALTIME", realtime, &S::realtime, "socketio", "",
        "how the app learns of a delivery: socketio by its Socket.IO servers, none by the row in messages alone",
        std::span<std::string_view const>{realtime_choices}},
    SettingSpec{"realtime_namespace", "PROACTIVE_REALTIME_NAMESPACE", realtime, &S::realtime_namespace, "/", "",
                "Socket.IO namespace of the event", &is_realtime_namespace,
                "a name without spaces that begins with /, of at most 40 characters"},
    SettingSpec{"realtime_channel_prefix", "PROACTIVE_REALTIME_CHANNEL_PREFIX", realtime, &S::realtime_channel_prefix,
                "socket.io", "", "the adapter's option channelPrefix; the channel is PREFIX#NAMESPACE",
                &is_realtime_channel_prefix, "letters, digits and . _ : - of at most 20 characters"},
    SettingSpec{"realtime_event", "PROACTIVE_REALTIME_EVENT", realtime, &S::realtime_event, "new_message", "",
                "name of the event", &is_realtime_event,
                "a name without spaces, of at most 100 characters, that Socket.IO does not reserve (connect, "
                "connect_error, disconnect, disconnecting, newListener, removeListener)"},
    SettingSpec{"realtime_rooms", "PROACTIVE_REALTIME_ROOMS", realtime, &S::realtime_rooms,
                "conversation_{conversation_id} user_{user_id}", "", "rooms that get the event, separated by spaces",
                &is_realtime_rooms,
                "one to eight rooms, each with {conversation_id} or {user_id} in its name, and perhaps {companion_id}"},
    SettingSpec{"realtime_queue_limit", "PROACTIVE_REALTIME_QUEUE_LIMIT", realtime, &S::realtime_queue_limit, "10",
                "percent",
                "above this use of PostgreSQL's notification queue messages are delivered without event, exit code 1",
                IntRange{0, 100}},

    SettingSpec{"enable_debug_logging", "PROACTIVE_ENABLE_DEBUG_LOGGING", logging, &S::enable_debug_logging, "true", "",
                "true: log level debug; true by default gives way to a log_level that is set"},
    SettingSpec{"log_level", "PROACTIVE_LOG_LEVEL", logging, &S::log_level, "info", "", "how much is logged",
                std::span<std::string_view const>{log_level_choices}},
};

}  // namespace

std::span<SettingSpec const> setting_specs() { return settings_table; }

SettingSpec const* find_setting(std::string_view name_or_variable) {
  auto const found = std::find_if(settings_table.begin(), settings_table.end(), [&](SettingSpec const& spec) {
    return spec.name == name_or_variable || spec.variable == name_or_variable;
  });
  return found == settings_table.end() ? nullptr : &*found;
}

}  // namespace proactive
