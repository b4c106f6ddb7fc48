#include "domain/settings/settings.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "domain/address.hpp"
#include "domain/channel/realtime.hpp"
#include "domain/endpoint.hpp"
#include "domain/quiet_hours.hpp"

namespace proactive {

namespace {

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

bool put(Settings& settings, Field<bool> const& field, SettingSpec const&, std::string const& text) {
  auto const value = parse_bool(text);
  if (value) field.in(settings) = *value;
  return value.has_value();
}

std::optional<int> parse_in_range(SettingSpec const& spec, std::string const& text) {
  auto const value = parse_number<int>(text);
  auto const& range = std::get<IntRange>(spec.allowed);
  return value && *value >= range.lowest && *value <= range.highest ? value : std::nullopt;
}

bool put(Settings& settings, Field<int> const& field, SettingSpec const& spec, std::string const& text) {
  auto const value = parse_in_range(spec, text);
  if (value) field.in(settings) = *value;
  return value.has_value();
}

bool put(Settings& settings, Field<Limit> const& field, SettingSpec const& spec, std::string const& text) {
  auto const value = parse_in_range(spec, text);
  if (!value && to_lower(text) != "off") return false;
  field.in(settings) = value;
  return true;
}

bool put(Settings& settings, Field<double> const& field, SettingSpec const& spec, std::string const& text) {
  auto const value = parse_number<double>(text);
  auto const& range = std::get<RealRange>(spec.allowed);
  if (!value || !std::isfinite(*value) || *value < range.lowest || *value > range.highest) return false;
  field.in(settings) = *value;
  return true;
}

bool put(Settings& settings, WordField const& field, SettingSpec const&, std::string const& text) {
  return field.assign(settings, text);
}

bool put(Settings& settings, Field<std::string> const& field, SettingSpec const& spec, std::string const& text) {
  if (!is_storable(text) || text.size() > 4096) return false;
  if (auto const* valid = std::get_if<bool (*)(std::string const&)>(&spec.allowed)) {
    // A default is not looked at: each start reads all, and an empty one is how an environment unsets a variable.
    if (text != spec.default_value && !(*valid)(text)) return false;
  }
  field.in(settings) = text;
  return true;
}

// A value as a message quotes it: on one line, at most 80 bytes, never cut inside a character, an address without the
// secrets in it. An @ makes one of a value whose scheme was forgotten.
std::string quoted(std::string const& value) {
  bool const is_address = value.find("://") != std::string::npos || value.find('@') != std::string::npos;
  auto shown = printable(is_address ? shown_url(value) : value);
  if (shown.size() > 80) {
    std::size_t end = 80;
    while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xC0U) == 0x80U) --end;
    shown.resize(end);
  }
  return fmt::format("\"{}\"", shown);
}

std::string real_text(double value) {
  std::array<char, 32> buffer{};
  auto const result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), result.ptr};
}

bool has_llm_service(LlmSettings const& settings) {
  return !settings.openai_api_key.empty() || !settings.openai_api_key_file.empty() ||
         settings.openai_base_url != find_setting("openai_base_url")->default_value;
}

std::vector<std::string> webhook_contradictions(ChannelSettings const& settings,
                                                std::optional<Endpoint> const& receiver) {
  if (!has_channel(settings, ChannelKind::webhook)) return {};
  std::vector<std::string> findings;
  if (settings.webhook_url.empty())
    findings.emplace_back("channels has webhook, but there is no receiver: set PROACTIVE_WEBHOOK_URL");
  if (settings.webhook_secret.empty() && settings.webhook_secret_file.empty()) {
    findings.emplace_back(
        "channels has webhook, but nothing to sign its calls with: set PROACTIVE_WEBHOOK_SECRET_FILE to a file with "
        "whsec_ and the output of openssl rand -base64 32");
  }
  if (receiver && !receiver->tls && !is_loopback(receiver->host)) {
    findings.emplace_back(
        "PROACTIVE_WEBHOOK_URL is http to another machine, so that others could read the messages: write https");
  }
  auto const address = receiver ? read_address(receiver->host) : std::nullopt;
  if (receiver && is_off_limits(receiver->host)) {
    findings.emplace_back(
        "PROACTIVE_WEBHOOK_URL is a link-local address or a cloud's metadata service, which are never called: name the "
        "app's receiver");
  } else if (address && is_private(*address) && !is_loopback(receiver->host) && !settings.webhook_private_addresses) {
    findings.emplace_back(
        "PROACTIVE_WEBHOOK_URL is an address of a private network, which is not called: set "
        "PROACTIVE_WEBHOOK_PRIVATE_ADDRESSES to true if it is your own");
  }
  return findings;
}

}  // namespace

bool has_channel(ChannelSettings const& settings, ChannelKind kind) {
  auto const chosen = parse_channels(settings.channels);
  return std::find(chosen.begin(), chosen.end(), kind) != chosen.end();
}

std::string allowed_values(SettingSpec const& spec) {
  if (!spec.allowed_text.empty()) return std::string{spec.allowed_text};
  if (auto const* range = std::get_if<IntRange>(&spec.allowed)) {
    auto const text = fmt::format("a whole number from {} to {}", range->lowest, range->highest);
    return std::holds_alternative<Field<Limit>>(spec.field) ? fmt::format("{}, or off", text) : text;
  }
  if (auto const* range = std::get_if<RealRange>(&spec.allowed)) {
    return fmt::format("a number from {:.7g} to {:.7g}", range->lowest, range->highest);  // not "1e+06"
  }
  if (auto const* field = std::get_if<WordField>(&spec.field))
    return fmt::format("one of {}", join(field->words, ", "));
  if (std::holds_alternative<Field<bool>>(spec.field)) return "true or false";
  return "UTF-8 text of at most 4,096 bytes";
}

std::vector<std::string_view> value_words(SettingSpec const& spec) {
  if (auto const* field = std::get_if<WordField>(&spec.field)) return {field->words.begin(), field->words.end()};
  if (std::holds_alternative<Field<bool>>(spec.field)) return {"true", "false"};
  return {};
}

std::optional<std::string> assign_setting(Settings& settings, SettingSpec const& spec, std::string const& value) {
  bool const valid = std::visit([&](auto const& field) { return put(settings, field, spec, value); }, spec.field);
  if (valid) return std::nullopt;
  return not_allowed(spec, value);
}

std::string not_allowed(SettingSpec const& spec, std::string const& value) {
  if (spec.name == "realtime_rooms" && is_storable(value)) {
    if (auto problem = realtime_rooms_problem(value); !problem.empty()) return problem;
  }
  auto const shown = spec.secret == Secret::yes ? std::string{"the value"} : quoted(value);
  return fmt::format("{} is not allowed: use {}", shown, allowed_values(spec));
}

std::string setting_text(Settings const& settings, SettingSpec const& spec) {
  struct Printer {
    Settings const& from;
    std::string operator()(Field<bool> const& field) const { return field.read(from) ? "true" : "false"; }
    std::string operator()(Field<int> const& field) const { return std::to_string(field.read(from)); }
    std::string operator()(Field<Limit> const& field) const {
      auto const limit = field.read(from);
      return limit ? std::to_string(*limit) : "off";
    }
    std::string operator()(Field<double> const& field) const { return real_text(field.read(from)); }
    std::string operator()(WordField const& field) const { return std::string{field.word(from)}; }
    std::string operator()(Field<std::string> const& field) const { return field.read(from); }
  };
  return std::visit(Printer{settings}, spec.field);
}

Settings default_settings() {
  Settings settings;
  for (auto const& spec : setting_specs()) assign_setting(settings, spec, std::string{spec.default_value});
  return settings;
}

bool uses_llm(Settings const& settings) {
  return settings.message.writer == WriterChoice::llm ||
         (settings.message.writer == WriterChoice::automatic && has_llm_service(settings.llm));
}

std::vector<std::string> cross_check(Settings const& settings, std::optional<Endpoint> const& receiver) {
  auto findings = webhook_contradictions(settings.channel, receiver);
  auto const of_wording = wording_contradictions(settings);
  findings.insert(findings.end(), of_wording.begin(), of_wording.end());
  return findings;
}

std::vector<std::string> wording_contradictions(Settings const& settings) {
  std::vector<std::string> findings;
  if (settings.message.min_message_length > settings.message.max_message_length) {
    findings.push_back(
        fmt::format("min_message_length ({}) is above max_message_length ({}), so that no message fits: lower the "
                    "first or raise the second",
                    settings.message.min_message_length, settings.message.max_message_length));
  }
  if (!uses_llm(settings)) return findings;
  if (!has_llm_service(settings.llm)) {
    findings.emplace_back(
        "writer is llm, but there is no service: set OPENAI_API_KEY_FILE, OPENAI_API_KEY or OPENAI_BASE_URL, or set "
        "writer to auto or template");
  }
  auto const& service = settings.llm.service;
  if (service && !service->tls && !is_loopback(service->host) && !settings.llm.llm_allow_http) {
    findings.emplace_back(
        "OPENAI_BASE_URL is http to another machine, so that others could read the key and the messages: write https, "
        "or set PROACTIVE_LLM_ALLOW_HTTP to true");
  }
  return findings;
}

namespace {

// Settings by which nothing is ever written or sent.
std::vector<std::string> prohibitions(Settings const& settings) {
  std::vector<std::string> findings;
  for (auto const& [name, limit] :
       {std::pair{"max_engagements_per_user", Limit{settings.gate.max_engagements_per_user}},
        std::pair{"max_engagements_per_day", Limit{settings.gate.max_engagements_per_day}},
        std::pair{"max_engagements_per_week", settings.care.max_engagements_per_week},
        std::pair{"max_unanswered", settings.care.max_unanswered},
        std::pair{"max_unanswered_user", settings.care.max_unanswered_user},
        std::pair{"max_silence_days", settings.care.max_silence_days},
        std::pair{"max_scheduled_engagements", Limit{settings.runs.max_scheduled_engagements}}}) {
    if (limit == 0) findings.push_back(fmt::format("{} is 0, so that nobody is ever written to: raise it", name));
  }
  if (settings.runs.max_deliveries == 0)
    findings.emplace_back("max_deliveries is 0, so that no message is ever sent: raise it");
  auto const quiet = parse_quiet_hours(settings.care.quiet_hours);
  if (quiet && are_always({*quiet})) {
    findings.push_back(fmt::format("quiet_hours ({}) are all day, so that nobody is ever written to: end them earlier",
                                   settings.care.quiet_hours));
  }
  return findings;
}

}  // namespace

std::vector<std::string> advice(Settings const& settings) {
  auto findings = prohibitions(settings);
  for (auto const& [name, threshold] :
       {std::pair{"check_in_after_hours", settings.gate.check_in_after_hours},
        std::pair{"emotional_support_after_hours", settings.gate.emotional_support_after_hours},
        std::pair{"memory_reminder_after_hours", settings.gate.memory_reminder_after_hours}}) {
    if (threshold < settings.gate.min_interval_hours) {
      findings.push_back(fmt::format("{} ({}) is below min_interval_hours ({}), which comes first and so decides", name,
                                     threshold, settings.gate.min_interval_hours));
    }
  }
  return findings;
}

std::string fingerprint(Settings const& settings) {
  auto hash = fnv1a({});
  for (auto const& spec : setting_specs()) {
    if (spec.storable == Storable::no || spec.group == "log") continue;
    hash = fnv1a(fmt::format("{}={}\n", spec.name, setting_text(settings, spec)), hash);
  }
  return fmt::format("{:016x}", hash);
}

log::Level effective_log_level(LogSettings const& settings, bool debug_is_set, bool level_is_set) {
  return settings.enable_debug_logging && (debug_is_set || !level_is_set) ? log::Level::debug : settings.log_level;
}

std::string log_level_note(LogSettings const& settings, bool debug_is_set, bool level_is_set) {
  if (effective_log_level(settings, debug_is_set, level_is_set) == settings.log_level) return {};
  if (level_is_set) {
    return "debug lines are logged: enable_debug_logging was set to true, which is stronger than log_level; set it to "
           "false to go by log_level";
  }
  if (debug_is_set) return "debug lines are logged, since enable_debug_logging was set to true";
  return "debug lines are logged, since enable_debug_logging is true and log_level is not set: set one of them (on a "
         "terminal only warnings and errors are shown until then)";
}

}  // namespace proactive
