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
  if (auto const* choices = std::get_if<std::span<std::string_view const>>(&spec.allowed)) {
    Samples samples{{}, {"", "FRIEND", "debug ", "never", "\xff"}};
    for (auto const choice : *choices) samples.good.emplace_back(choice);
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
        std::tuple{"default_language", std::vector{"en", "pt-BR", "fil", "zh-Hant"},
                   std::vector{"", "e", "EN", "english", "en_US", "en-"}},
        std::tuple{"default_timezone", std::vector{"UTC", "Asia/Tokyo"}, std::vector{"", "Berlin7", "Mars/Olympus"}}}) {
    for (auto const* value : good) CHECK(accepts(*find_setting(name), value));
    for (auto const* value : bad) CHECK_FALSE(accepts(*find_setting(name), value));
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

TEST_CASE("names follow from variables, and each stands once") {
  std::set<std::string_view> names;
  for (auto const& spec : setting_specs()) {
    auto expected = to_lower(spec.variable);
    if (expected.starts_with("proactive_")) expected = expected.substr(10);
    CHECK(spec.name == expected);
    CHECK(names.insert(spec.name).second);
    CHECK_FALSE(spec.help.empty());
    if (!spec.default_value.empty()) CHECK(accepts(spec, std::string{spec.default_value}));
    if (spec.secret == Secret::yes) CHECK(spec.storable == Storable::no);
  }
}

TEST_CASE("the strongest source wins") {
  app::SettingSources sources;
  auto const origin = [&] { return app::merge_settings(sources).origin("min_trust_level"); };
  auto const value = [&] { return app::merge_settings(sources).settings.min_trust_level; };
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
  CHECK(cross_check(settings).empty());
  settings.min_message_length = settings.max_message_length;
  CHECK(cross_check(settings).empty());
  settings.min_message_length += 1;
  CHECK(cross_check(settings).size() == 1);
  settings = default_settings();
  settings.writer = "llm";
  CHECK(cross_check(settings).size() == 1);
}

TEST_CASE("the fingerprint changes with each setting that decides, and with no secret") {
  auto const before = fingerprint(default_settings());
  CHECK(before.size() == 16);
  for (auto const& spec : setting_specs()) {
    auto settings = default_settings();
    auto const samples = samples_of(spec);
    auto const value = spec.name == "realtime_namespace"            ? "/app"
                       : spec.name == "realtime_rooms"              ? "room-{user_id}"
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
  CHECK(effective_log_level(settings, false, false) == "debug");
  CHECK(effective_log_level(settings, true, true) == "debug");
  settings.log_level = "warn";
  CHECK(effective_log_level(settings, false, true) == "warn");
  settings.enable_debug_logging = false;
  CHECK(effective_log_level(settings, true, false) == "warn");
}
