#include "domain/settings/settings.hpp"

#include <doctest/doctest.h>

#include <set>

#include "app/settings_sources.hpp"
#include "base/errors.hpp"
#include "base/text.hpp"

using namespace proactive;
using app::Origin;

namespace {

bool accepts(SettingSpec const& spec, std::string const& value) {
  Settings scratch;
  return !assign_setting(scratch, spec, value);
}

// The lowest and highest values and what lies beyond, for every kind of setting.
struct Samples {
  std::vector<std::string> good;
  std::vector<std::string> bad;
};
Samples samples_of(SettingSpec const& spec) {
  if (auto const* range = std::get_if<IntRange>(&spec.allowed)) {
    return {{std::to_string(range->lowest), std::to_string(range->highest), "00" + std::to_string(range->highest)},
            {std::to_string(range->lowest - 1), std::to_string(range->highest + 1), "", " 3", "3 ", "+3", "0x3", "3.0",
             "1e1", "abc", "NaN", "99999999999999999999", "--1"}};
  }
  if (auto const* range = std::get_if<RealRange>(&spec.allowed)) {
    return {{"0", "0.8", "2", "1e0", std::to_string(range->highest)},
            {"", "-0.1", std::to_string(range->highest + 0.1), "nan", "inf", "1e999", "0,8", "hot", " 1"}};
  }
  if (std::holds_alternative<Field<bool>>(spec.field)) {
    return {{"true", "false", "1", "0", "yes", "NO", "On", "off"}, {"", "2", "maybe", "true ", "tru", "10"}};
  }
  if (auto const* field = std::get_if<WordField>(&spec.field)) {
    Samples samples{{}, {"", "FRIEND", "debug ", "sometime", "\xff"}};
    for (auto const choice : field->words) samples.good.emplace_back(choice);
    return samples;
  }
  return {{}, {}};
}

ExitCode code_of(app::SettingSources const& sources, std::string* sentence = nullptr) {
  try {
    app::merge_settings(sources);
  } catch (Error const& problem) {
    if (sentence != nullptr) *sentence = problem.what();
    return problem.code();
  }
  return ExitCode::ok;
}

}  // namespace

TEST_CASE("every setting takes what is allowed and nothing else") {
  for (auto const& spec : setting_specs()) {
    auto const samples = samples_of(spec);
    for (auto const& value : samples.good) {
      CAPTURE(spec.name);
      CAPTURE(value);
      CHECK(accepts(spec, value));
    }
    for (auto const& value : samples.bad) {
      CAPTURE(spec.name);
      CAPTURE(value);
      CHECK_FALSE(accepts(spec, value));
    }
    CHECK_FALSE(accepts(spec, std::string(5000, '7')));
    CHECK_FALSE(accepts(spec, std::string{"1\0", 2}));
  }
}

TEST_CASE("ports, languages and time zones") {
  for (auto const& [name, good, bad] :
       {std::tuple{"db_port", std::vector{"1", "5432", "65535", ""}, std::vector{"0", "65536", "-1", "54 32", "http"}},
        std::tuple{"default_language", std::vector{"en", "pt-BR", "fil", "zh-Hant-TW", "EN", "en_US"},
                   std::vector{"", "e", "english", "en-"}},
        std::tuple{"default_timezone", std::vector{"UTC", "Asia/Tokyo"}, std::vector{"", "Berlin7", "Mars/Olympus"}}}) {
    for (auto const* value : good) CHECK(accepts(*find_setting(name), value));
    for (auto const* value : bad) CHECK_FALSE(accepts(*find_setting(name), value));
  }
}

TEST_CASE("each default is allowed") {
  for (auto const& spec : setting_specs()) {
    auto const* valid = std::get_if<bool (*)(std::string const&)>(&spec.allowed);
    CAPTURE(spec.name);
    if (valid != nullptr && !spec.default_value.empty()) CHECK((*valid)(std::string{spec.default_value}));
  }
}

TEST_CASE("zero is a value") {
  auto settings = default_settings();
  for (auto const* name :
       {"min_interval_hours", "min_trust_level", "max_engagements_per_day", "max_scheduled_engagements"}) {
    CHECK_FALSE(assign_setting(settings, *find_setting(name), "0"));
    CHECK(setting_text(settings, *find_setting(name)) == "0");
  }
}

TEST_CASE("the original's defaults") {
  for (auto const& [variable, value] :
       std::vector<std::pair<char const*, char const*>>{{"PROACTIVE_ENABLED", "true"},
                                                        {"PROACTIVE_MIN_INTERVAL_HOURS", "2"},
                                                        {"PROACTIVE_MAX_ENGAGEMENTS_PER_DAY", "3"},
                                                        {"PROACTIVE_MAX_ENGAGEMENTS_PER_USER", "1"},
                                                        {"PROACTIVE_MIN_RELATIONSHIP_STAGE", "friend"},
                                                        {"PROACTIVE_MIN_INTIMACY_LEVEL", "3"},
                                                        {"PROACTIVE_MIN_TRUST_LEVEL", "3"},
                                                        {"PROACTIVE_CHECK_IN_AFTER_HOURS", "24"},
                                                        {"PROACTIVE_MEMORY_REMINDER_AFTER_HOURS", "12"},
                                                        {"PROACTIVE_EMOTIONAL_SUPPORT_AFTER_HOURS", "6"},
                                                        {"PROACTIVE_MAX_MESSAGE_LENGTH", "100"},
                                                        {"PROACTIVE_MIN_MESSAGE_LENGTH", "20"},
                                                        {"PROACTIVE_MESSAGE_TEMPERATURE", "0.8"},
                                                        {"PROACTIVE_MAX_MEMORIES_TO_USE", "3"},
                                                        {"PROACTIVE_MEMORY_IMPORTANCE_THRESHOLD", "5"},
                                                        {"PROACTIVE_SCHEDULE_ADVANCE_HOURS", "3"},
                                                        {"PROACTIVE_MAX_SCHEDULED_ENGAGEMENTS", "50"},
                                                        {"PROACTIVE_ENABLE_DEBUG_LOGGING", "true"},
                                                        {"PROACTIVE_LOG_LEVEL", "info"},
                                                        {"DB_CONNECTION_LIMIT", "10"}}) {
    CAPTURE(variable);
    REQUIRE(find_setting(variable) != nullptr);
    CHECK(setting_text(default_settings(), *find_setting(variable)) == value);
  }
}

TEST_CASE("variables follow from names") {
  for (auto const& [name, variable] :
       std::vector<std::pair<char const*, char const*>>{{"database_url", "DATABASE_URL"},
                                                        {"db_host", "DB_HOST"},
                                                        {"db_connection_limit", "DB_CONNECTION_LIMIT"},
                                                        {"openai_api_key_file", "OPENAI_API_KEY_FILE"},
                                                        {"llm_price_in", "PROACTIVE_LLM_PRICE_IN"},
                                                        {"default_timezone", "PROACTIVE_DEFAULT_TIMEZONE"},
                                                        {"channels", "PROACTIVE_CHANNELS"}}) {
    CHECK(variable_of(name) == variable);
    REQUIRE(find_setting(name) != nullptr);
    CHECK(find_setting(variable) == find_setting(name));
  }
}

TEST_CASE("each name and each variable stands once, with a group, a help and a default that is allowed") {
  std::set<std::string> names;
  for (auto const& spec : setting_specs()) {
    CHECK(names.insert(std::string{spec.name}).second);
    CHECK(names.insert(spec.variable()).second);
    CHECK_FALSE(spec.group.empty());
    CHECK_FALSE(spec.help.empty());
    if (!spec.default_value.empty()) CHECK(accepts(spec, std::string{spec.default_value}));
    if (spec.secret == Secret::yes) CHECK(spec.storable == Storable::no);
  }
  CHECK(names.size() == 2 * setting_specs().size());
}

TEST_CASE("each setting has a field of its own") {
  auto const texts = [](Settings const& settings) {
    std::vector<std::string> all;
    for (auto const& spec : setting_specs()) all.push_back(setting_text(settings, spec));
    return all;
  };
  for (auto const& spec : setting_specs()) {
    Settings settings;
    auto const before = texts(settings);
    std::visit(
        [&](auto const& field) {
          if constexpr (std::is_same_v<std::decay_t<decltype(field)>, WordField>) {
            CHECK(field.assign(settings, field.words[field.words[0] == field.word(settings) ? 1 : 0]));
          } else if constexpr (std::is_same_v<std::decay_t<decltype(field)>, Field<std::string>>) {
            field.in(settings) = "other";
          } else {
            field.in(settings) = true;
          }
        },
        spec.field);
    auto const after = texts(settings);
    CAPTURE(spec.name);
    int changed = 0;
    for (std::size_t i = 0; i < after.size(); ++i) changed += after[i] != before[i] ? 1 : 0;
    CHECK(changed == 1);
  }
}

TEST_CASE("the strongest source wins") {
  app::SettingSources sources;
  auto const origin = [&] { return app::merge_settings(sources).origin("min_trust_level"); };
  auto const value = [&] { return app::merge_settings(sources).settings.gate.min_trust_level; };
  CHECK(origin() == Origin::default_value);
  CHECK(value() == 3);
  sources.env_file = {{"min_trust_level", "4"}};
  CHECK(origin() == Origin::env_file);
  sources.environment = {{"min_trust_level", "5"}};
  CHECK(origin() == Origin::environment);
  sources.stored = {{"min_trust_level", "6"}};
  CHECK(origin() == Origin::stored);
  sources.flags = {{"min_trust_level", "7"}};
  CHECK(origin() == Origin::flag);
  CHECK(value() == 7);
}

TEST_CASE("a bad value names its place, itself and what is allowed, and is an error even where it is overridden") {
  std::string sentence;
  CHECK(code_of({{}, {{"min_trust_level", "11"}}, {}, {{"min_trust_level", "3"}}}, &sentence) ==
        ExitCode::configuration);
  CHECK(sentence == "PROACTIVE_MIN_TRUST_LEVEL: \"11\" is not allowed: use a whole number from 0 to 10");
  CHECK(code_of({{}, {}, {}, {{"min_trust_level", "x"}}}) == ExitCode::usage);
  CHECK(code_of({{}, {}, {{"min_trust_level", "x"}}, {}}, &sentence) == ExitCode::configuration);
  CHECK(sentence.find("config unset min_trust_level") != std::string::npos);
  CHECK(code_of({{}, {{"db_password", std::string{"hunter2\0", 8}}}, {}, {}}, &sentence) == ExitCode::configuration);
  CHECK(sentence.find("hunter2") == std::string::npos);
}

TEST_CASE("rules between settings") {
  auto settings = default_settings();
  CHECK(app::contradictions(settings).empty());
  settings.message.min_message_length = settings.message.max_message_length;
  CHECK(app::contradictions(settings).empty());
  settings.message.min_message_length += 1;
  CHECK(app::contradictions(settings).size() == 1);
  settings = default_settings();
  settings.message.writer = WriterChoice::llm;
  CHECK(app::contradictions(settings).size() == 1);
  settings.llm.openai_base_url = "http://192.0.2.1/v1";
  settings.llm.service = Endpoint{false, "192.0.2.1"};
  CHECK(app::contradictions(settings).size() == 1);  // in the clear to another machine
  settings.llm.llm_allow_http = true;
  CHECK(app::contradictions(settings).empty());
}

TEST_CASE("the fingerprint changes with each setting that decides, and with no secret") {
  auto const before = fingerprint(default_settings());
  CHECK(before.size() == 16);
  for (auto const& spec : setting_specs()) {
    auto settings = default_settings();
    auto const samples = samples_of(spec);
    auto const value = spec.name == "realtime_namespace"            ? "/app"
                       : spec.name == "unanswered_waits"            ? "1h"
                       : spec.name == "llm_body"                    ? "{\"seed\": 1}"
                       : spec.name == "quiet_hours"                 ? "21:00-09:00"
                       : spec.name == "realtime_rooms"              ? "room-{user_id}"
                       : spec.name == "policy_packs"                ? "us-ny"
                       : spec.name == "approval_types"              ? "check_in"
                       : spec.name == "type_weights"                ? "check_in=2"
                       : spec.name == "channels"                    ? "webhook"
                       : spec.name == "shadow"                      ? "gap"
                       : samples.good.empty()                       ? "fr"
                       : samples.good.front() == spec.default_value ? samples.good.at(1)
                                                                    : samples.good.front();
    if (spec.name == "default_timezone") continue;
    assign_setting(settings, spec, value);
    CAPTURE(spec.name);
    CHECK((fingerprint(settings) != before) == (spec.storable == Storable::yes && spec.group != "log"));
  }
}

TEST_CASE("the level of the log") {
  auto settings = default_settings();
  CHECK(effective_log_level(settings.log, false, false) == log::Level::debug);
  CHECK(effective_log_level(settings.log, true, true) == log::Level::debug);
  CHECK(log_level_note(settings.log, false, false).find("log_level is not set") != std::string::npos);
  CHECK(log_level_note(settings.log, true, false) ==
        "debug lines are logged, since enable_debug_logging was set to true");
  CHECK(log_level_note(settings.log, true, true).find("stronger than log_level") != std::string::npos);
  CHECK(log_level_note(settings.log, false, true).empty());
  settings.log.log_level = log::Level::warn;
  CHECK(effective_log_level(settings.log, false, true) == log::Level::warn);
  settings.log.enable_debug_logging = false;
  CHECK(effective_log_level(settings.log, true, false) == log::Level::warn);
}
