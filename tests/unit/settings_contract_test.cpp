#include <doctest/doctest.h>

#include <cstdlib>
#include <map>

#include "app/settings_sources.hpp"
#include "base/errors.hpp"
#include "base/text.hpp"
#include "domain/settings/settings.hpp"

using namespace proactive;

namespace {

std::optional<std::string> problem_with(std::string_view name, std::string const& value) {
  Settings scratch;
  return assign_setting(scratch, *find_setting(name), value);
}

// Values that no setting with a range, choices or a format takes.
std::vector<std::string> const nonsense{" ",      "3 ",   " 3",   "+3",  "0x10", "1e3",
                                        "3.5x",   "nan",  "inf",  "-1",  "--",   "\xff",
                                        "\n",     "tru",  "NULL", "3\r", "1;2",  std::string{"3\0", 2},
                                        "\u0663", "1,000"};

bool is_free_text(SettingSpec const& spec) {
  return std::holds_alternative<Field<std::string>>(spec.field) && std::holds_alternative<std::monostate>(spec.allowed);
}

// realtime_test.cpp says which names the first take; keys, models and ids are any word.
bool is_name(SettingSpec const& spec) {
  bool const is_word = spec.name.starts_with("openai_") && spec.name != "openai_base_url";
  return (spec.name.starts_with("realtime_") && spec.unit.empty()) || spec.name == "notify_channel" ||
         spec.name == "template_set" || spec.name == "prompt" || is_word;
}

// Three small letters may be a language.
bool is_language_tag(std::string const& value) { return value == "nan" || value == "inf" || value == "tru"; }

std::map<std::string, std::string> texts_of(Settings const& settings) {
  std::map<std::string, std::string> texts;
  for (auto const& spec : setting_specs()) texts[std::string{spec.name}] = setting_text(settings, spec);
  return texts;
}

std::string sentence_of(app::SettingSources const& sources) {
  try {
    app::merge_settings(sources);
    return {};
  } catch (Error const& problem) {
    return problem.what();
  }
}

// A variable of the environment for the length of one test case.
class Variable {
 public:
  Variable(char const* name, char const* value) : name_(name) { setenv(name, value, 1); }
  ~Variable() { unsetenv(name_); }
  Variable(Variable const&) = delete;
  Variable& operator=(Variable const&) = delete;

 private:
  char const* name_;
};

std::optional<std::string> value_of(NamedValues const& values, std::string_view name) {
  for (auto const& [found, value] : values) {
    if (found == name) return value;
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("nonsense and huge values are refused by every setting that has a form") {
  for (auto const& spec : setting_specs()) {
    CAPTURE(spec.name);
    CHECK(problem_with(spec.name, std::string(20'000, '9')));
    CHECK(problem_with(spec.name, std::string{"a\0b", 3}));
    if (is_free_text(spec) || is_name(spec)) continue;
    for (auto const& value : nonsense) {
      if (spec.name == "default_language" && is_language_tag(value)) continue;
      if (spec.name.starts_with("llm_price_") && value == "1e3") continue;
      CAPTURE(value);
      CHECK(problem_with(spec.name, value));
    }
    CHECK(problem_with(spec.name, "").has_value() != spec.default_value.empty());
  }
}

TEST_CASE("a refused value changes nothing") {
  for (auto const& spec : setting_specs()) {
    auto settings = default_settings();
    CHECK(assign_setting(settings, spec, std::string{"\xff\0", 2}));
    CHECK(texts_of(settings) == texts_of(default_settings()));
  }
}

TEST_CASE("an allowed value changes its setting alone, and is read back as it is written") {
  for (auto const& [name, value] : NamedValues{{"enabled", "false"},
                                               {"min_interval_hours", "8760"},
                                               {"min_relationship_stage", "partner"},
                                               {"message_temperature", "0.7"},
                                               {"default_language", "pt-BR"},
                                               {"default_timezone", "Asia/Kathmandu"},
                                               {"db_port", "5433"},
                                               {"writer", "template"}}) {
    auto settings = default_settings();
    auto expected = texts_of(settings);
    expected[name] = value;
    CAPTURE(name);
    CHECK_FALSE(assign_setting(settings, *find_setting(name), value));
    CHECK(texts_of(settings) == expected);
  }
}

TEST_CASE("numbers at and beyond their bounds") {
  for (auto const& spec : setting_specs()) {
    auto const* range = std::get_if<IntRange>(&spec.allowed);
    if (range == nullptr) continue;
    CAPTURE(spec.name);
    CHECK_FALSE(problem_with(spec.name, std::to_string(range->lowest)));
    CHECK_FALSE(problem_with(spec.name, std::to_string(range->highest)));
    CHECK(problem_with(spec.name, std::to_string(range->lowest - 1)));
    CHECK(problem_with(spec.name, std::to_string(range->highest + 1)));
    CHECK(problem_with(spec.name, "2147483648"));
    CHECK(problem_with(spec.name, "-2147483649"));
  }
  for (auto const* value : {"0", "0.0", "2", "2.0", "1e-3", "0.8"})
    CHECK_FALSE(problem_with("message_temperature", value));
  for (auto const* value : {"1e3", "-0.001", "2.0001", "0x1", "1e400", "-nan", "infinity", ".", "1.2.3"})
    CHECK(problem_with("message_temperature", value));
}

TEST_CASE("free texts up to 4,096 bytes") {
  for (auto const* name : {"db_host", "db_user", "db_name", "db_password", "db_password_file", "database_url"}) {
    CAPTURE(name);
    CHECK_FALSE(problem_with(name, ""));
    CHECK_FALSE(problem_with(name, std::string(4096, 'x')));
    CHECK(problem_with(name, std::string(4097, 'x')));
    CHECK(problem_with(name, "\xed\xa0\x80"));
  }
}

TEST_CASE("settings are found by name and by variable, and by nothing else") {
  for (auto const& spec : setting_specs()) {
    CHECK(find_setting(spec.name) == &spec);
    CHECK(find_setting(spec.variable()) == &spec);
    CHECK(find_setting(std::string{spec.name} + " ") == nullptr);
    CHECK_FALSE(allowed_values(spec).empty());
  }
  for (auto const* name : {"", "MIN_TRUST_LEVEL", "proactive_min_trust_level", "min-trust-level", "Enabled"})
    CHECK(find_setting(name) == nullptr);
}

TEST_CASE("a message shows a value on one line, short, and cut between characters") {
  std::string accents = "x";
  for (int i = 0; i < 1000; ++i) accents += "\u00e9";
  for (auto const& value :
       {accents, std::string(100'000, 'y'), std::string{"\x1b[31m\nred"}, std::string{"\xff\xfe"}}) {
    auto const problem = problem_with("min_trust_level", value);
    REQUIRE(problem);
    CHECK(is_storable(*problem));
    CHECK(problem->size() < 250);
    CHECK(printable(*problem) == *problem);
    CHECK(problem->find("a whole number from 0 to 10") != std::string::npos);
  }
}

TEST_CASE("secrets stand in no message, whatever source they come from") {
  std::string const secret = std::string{"hunter2\0", 8} + std::string(5000, 'x');
  int secrets = 0;
  for (auto const& spec : setting_specs()) {
    if (spec.secret == Secret::no) continue;
    ++secrets;
    NamedValues const values{{std::string{spec.name}, secret}};
    for (auto const& sources : {app::SettingSources{values, {}, {}, {}}, app::SettingSources{{}, values, {}, {}},
                                app::SettingSources{{}, {}, values, {}}, app::SettingSources{{}, {}, {}, values}}) {
      auto const sentence = sentence_of(sources);
      CAPTURE(spec.name);
      CHECK_FALSE(sentence.empty());
      CHECK(sentence.find("hunter2") == std::string::npos);
      CHECK(sentence.find("xxx") == std::string::npos);
    }
  }
  CHECK(secrets >= 2);
}

TEST_CASE("names that are no settings are passed over; several of one source, and each by its own origin") {
  auto const loaded = app::merge_settings({{{"min_trust_level", "4"}, {"no_such_setting", "1"}},
                                           {{"min_intimacy_level", "5"}},
                                           {{"min_trust_level", "6"}},
                                           {}});
  CHECK(loaded.settings.gate.min_trust_level == 6);
  CHECK(loaded.settings.gate.min_intimacy_level == 5);
  CHECK(loaded.origin("min_trust_level") == app::Origin::stored);
  CHECK(loaded.origin("min_intimacy_level") == app::Origin::environment);
  CHECK(loaded.origin("log_level") == app::Origin::default_value);
  CHECK(loaded.origins.size() == 2);
}

TEST_CASE("the environment is read by variable, an empty one counting as unset only without a default") {
  Variable const trust("PROACTIVE_MIN_TRUST_LEVEL", "7");
  Variable const host("DB_HOST", "");
  Variable const interval("PROACTIVE_MIN_INTERVAL_HOURS", "");
  Variable const mistyped("PROACTIVE_MIN_TRUST_LEVL", "7");
  auto const [values, not_taken, exposed, places] = app::read_environment();
  CHECK(exposed.empty());
  CHECK(places.empty());
  CHECK(value_of(values, "min_trust_level") == "7");
  CHECK_FALSE(value_of(values, "db_host"));
  CHECK(value_of(values, "min_interval_hours") == "");
  CHECK(not_taken == std::vector<std::string>{"the variable PROACTIVE_MIN_TRUST_LEVL is no setting: did you mean "
                                              "PROACTIVE_MIN_TRUST_LEVEL?"});
  CHECK(sentence_of({{}, values, {}, {}}).find("PROACTIVE_MIN_INTERVAL_HOURS") != std::string::npos);
}

TEST_CASE("advice where a threshold is below the interval") {
  auto settings = default_settings();
  CHECK(advice(settings).empty());
  settings.gate.min_interval_hours = 6;
  CHECK(advice(settings).empty());
  settings.gate.min_interval_hours = 7;
  CHECK(advice(settings).size() == 1);
  CHECK(advice(settings).front().find("emotional_support_after_hours (6)") != std::string::npos);
  settings.gate.min_interval_hours = 25;
  CHECK(advice(settings).size() == 3);
}

TEST_CASE("advice where nobody can ever be written to") {
  for (auto const& [name, value] :
       {std::pair{"max_engagements_per_user", "0"}, std::pair{"max_engagements_per_day", "0"},
        std::pair{"max_engagements_per_week", "0"}, std::pair{"max_unanswered", "0"},
        std::pair{"max_unanswered_user", "0"}, std::pair{"max_silence_days", "0"},
        std::pair{"max_scheduled_engagements", "0"}, std::pair{"max_deliveries", "0"},
        std::pair{"quiet_hours", "00:00-24:00"}, std::pair{"quiet_hours", "09:00-09:00"}}) {
    auto settings = default_settings();
    REQUIRE_FALSE(assign_setting(settings, *find_setting(name), value));
    CAPTURE(std::string{name});
    REQUIRE(advice(settings).size() == 1);
    CHECK(advice(settings).front().find(name) == 0);
  }
}

TEST_CASE("what is switched off is switched on where it was switched off") {
  NamedValues const off{{"enabled", "false"}};
  auto const until = [](app::SettingSources const& sources) {
    return app::until_enabled(app::merge_settings(sources));
  };
  app::Places const places{{"enabled", "/etc/proactive.env:12"}};
  CHECK(until({{}, {}, off, {}}) == "proactive config unset enabled");
  CHECK(until({{}, off, off, {}}) == "proactive config unset enabled");
  CHECK(until({{}, off, {}, {}}) == "PROACTIVE_ENABLED is true or removed in the environment");
  CHECK(until({off, {}, {}, {}, {}, {}, places}) == "PROACTIVE_ENABLED is true or removed at /etc/proactive.env:12");
  CHECK(until({off, off, {}, {}, {}, {}, places}) == "PROACTIVE_ENABLED is true or removed in the environment");
}

TEST_CASE("the fingerprint tells every value of a setting that decides, and no connection") {
  auto const with = [](std::string_view name, std::string const& value) {
    auto settings = default_settings();
    CHECK_FALSE(assign_setting(settings, *find_setting(name), value));
    return fingerprint(settings);
  };
  auto const before = fingerprint(default_settings());
  CHECK(with("default_timezone", "Asia/Tokyo") != before);
  CHECK(with("default_timezone", "Asia/Tokyo") != with("default_timezone", "Asia/Seoul"));
  CHECK(with("min_trust_level", "4") != with("min_intimacy_level", "4"));
  CHECK(with("message_temperature", "0.81") != before);
  CHECK(with("min_trust_level", "3") == before);
  for (auto const* name : {"db_password", "database_url", "db_host", "db_password_file"})
    CHECK(with(name, "x") == before);
}

// The sample and the man page begin a sentence with it, and config show --format json says it beside nothing else.
TEST_CASE("what a setting is for is said by words that stand alone") {
  for (auto const& spec : setting_specs()) {
    std::string const help{spec.help};
    auto const words = split_at_spaces(help);
    CAPTURE(help);
    REQUIRE(words.size() >= 2);
    CHECK_FALSE(words[0].ends_with(':'));  // "spread: ..." begins with a value
    CHECK(words[1] != "which");            // "in which", "for which", "after which"
    CHECK(words[0] != "for");
    CHECK(words[0] != "between");
    CHECK(words[0] != "without");
    CHECK_FALSE(help.ends_with('.'));
    for (std::size_t i = 1; i < words.size(); ++i) {
      bool const has_vowel = std::string_view{"aeio"}.find(words[i].front()) != std::string_view::npos;
      if (words[i - 1] == "a") CHECK_FALSE(has_vowel);
    }
    CHECK(allowed_values(spec).find("e+") == std::string::npos);
  }
}
