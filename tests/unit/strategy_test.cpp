#include "domain/strategy.hpp"

#include <doctest/doctest.h>

#include <map>

#include "app/settings_sources.hpp"

using namespace proactive;

namespace {

Settings with(std::string_view name, int value) {
  auto settings = default_settings();
  CHECK_FALSE(assign_setting(settings, *find_setting(name), std::to_string(value)));
  return settings;
}

Settings under(std::string_view preset) {
  auto settings = default_settings();
  for (auto const& [name, value] : find_preset(preset)->values)
    CHECK_FALSE(assign_setting(settings, *find_setting(name), std::string{value}));
  return settings;
}

std::string applies(Settings const& settings, EngagementType type) {
  for (auto const& entry : type_instructions(settings)) {
    if (entry.type == type) return entry.applies;
  }
  return {};
}

bool says(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("each word of the strategy turns at its own boundary") {
  struct Case {
    char const* setting;
    int value;
    std::string_view Strategy::*word;
    char const* expected;
  };
  for (auto const& [setting, value, word, expected] :
       {Case{"max_engagements_per_day", 0, &Strategy::frequency, "conservative"},
        Case{"max_engagements_per_day", 2, &Strategy::frequency, "conservative"},
        Case{"max_engagements_per_day", 3, &Strategy::frequency, "aggressive"},
        Case{"max_memories_to_use", 2, &Strategy::personalization, "moderate"},
        Case{"max_memories_to_use", 3, &Strategy::personalization, "high"},
        Case{"min_interval_hours", 3, &Strategy::timing, "frequent"},
        Case{"min_interval_hours", 4, &Strategy::timing, "spaced"},
        Case{"emotional_support_after_hours", 7, &Strategy::empathy, "high"},
        Case{"emotional_support_after_hours", 8, &Strategy::empathy, "moderate"}}) {
    CAPTURE(std::string{setting});
    CAPTURE(value);
    CHECK(strategy(with(setting, value)).*word == expected);
  }
}

TEST_CASE("the strategy under each preset") {
  std::map<std::string_view, std::vector<std::string_view>> const expected{
      {"aggressive", {"aggressive", "high", "frequent", "high"}},
      {"conservative", {"conservative", "high", "spaced", "moderate"}},
      {"highEmpathy", {"aggressive", "high", "frequent", "high"}},
      {"minimal", {"conservative", "high", "spaced", "high"}}};
  for (auto const& [preset, words] : expected) {
    CAPTURE(preset);
    auto const found = strategy(under(preset));
    CHECK(std::vector{found.frequency, found.personalization, found.timing, found.empathy} == words);
  }
}

TEST_CASE("presets hold settings that can be stored, each once, and change nothing else") {
  for (auto const& preset : presets()) {
    CAPTURE(preset.name);
    CHECK(find_preset(preset.name)->name == preset.name);
    std::map<std::string_view, int> named;
    for (auto const& [name, value] : preset.values) {
      auto const* spec = find_setting(name);
      REQUIRE(spec != nullptr);
      CHECK(spec->storable == Storable::yes);
      CHECK(setting_text(under(preset.name), *spec) == value);
      CHECK(value != spec->default_value);
      CHECK(++named[name] == 1);
    }
    for (auto const& spec : setting_specs()) {
      if (named.contains(spec.name)) continue;
      CHECK(setting_text(under(preset.name), spec) == setting_text(default_settings(), spec));
    }
  }
  for (auto const* name : {"", "default", "high_empathy", "MINIMAL", "minimal "}) CHECK(find_preset(name) == nullptr);
}

TEST_CASE("there is one instruction for each type, and none says what a message must not") {
  auto const all = type_instructions(default_settings());
  REQUIRE(all.size() == names<EngagementType>().size());
  std::map<EngagementType, int> counts;
  for (auto const& entry : all) {
    CHECK(++counts[entry.type] == 1);
    CHECK_FALSE(entry.instruction.empty());
    CHECK_FALSE(entry.applies.empty());
  }
}

TEST_CASE("instructions name the thresholds in force, never below the interval") {
  auto const defaults = default_settings();
  CHECK(says(applies(defaults, EngagementType::check_in), "at least 24 h of silence"));
  CHECK(says(applies(defaults, EngagementType::emotional_support), "at least 6 h of silence"));
  CHECK(says(applies(defaults, EngagementType::memory_reminder), "at least 12 h of silence"));
  CHECK(says(applies(defaults, EngagementType::topic_suggestion), "at least 2 h of silence"));
  auto const spaced = with("min_interval_hours", 30);
  for (auto const& entry : type_instructions(spaced)) CHECK(says(entry.applies, "at least 30 h of silence"));
  CHECK(says(applies(under("conservative"), EngagementType::check_in), "at least 48 h of silence"));
}

TEST_CASE("what rotation adds is said only while it is on") {
  auto settings = with("memory_importance_threshold", 9);
  CHECK(says(applies(settings, EngagementType::memory_reminder), "importance 9"));
  CHECK(says(applies(settings, EngagementType::check_in), "memory_reminder"));
  settings.gate.type_rotation = false;
  CHECK_FALSE(says(applies(settings, EngagementType::memory_reminder), "importance"));
  CHECK_FALSE(says(applies(settings, EngagementType::check_in), "memory_reminder"));
}

TEST_CASE("presets hold the original's values, and each goes with the defaults") {
  std::map<std::string_view, std::map<std::string_view, std::string_view>> const expected{
      {"aggressive",
       {{"max_engagements_per_day", "5"},
        {"min_interval_hours", "1"},
        {"emotional_support_after_hours", "3"},
        {"memory_reminder_after_hours", "6"}}},
      {"conservative",
       {{"max_engagements_per_day", "1"},
        {"min_interval_hours", "6"},
        {"check_in_after_hours", "48"},
        {"emotional_support_after_hours", "12"}}},
      {"highEmpathy",
       {{"emotional_support_after_hours", "4"},
        {"memory_reminder_after_hours", "8"},
        {"max_memories_to_use", "5"},
        {"message_temperature", "0.9"}}},
      {"minimal",
       {{"max_engagements_per_day", "1"},
        {"min_interval_hours", "12"},
        {"check_in_after_hours", "72"},
        {"max_message_length", "50"}}},
      {"seed",
       {{"max_engagements_per_week", "off"},
        {"min_gap_hours", "off"},
        {"new_user_days", "off"},
        {"distress_intensity", "off"},
        {"unanswered_waits", "off"},
        {"max_unanswered", "off"},
        {"max_unanswered_user", "off"},
        {"unread_hold_days", "off"},
        {"max_silence_days", "off"},
        {"stale_after_minutes", "off"},
        {"min_user_messages", "off"},
        {"live_chat_minutes", "off"},
        {"awaiting_reply_hours", "off"},
        {"quiet_hours", "off"},
        {"memory_rest_days", "off"},
        {"template_rest_days", "off"},
        {"send_time", "advance"},
        {"check_in_valid_hours", "24"},
        {"emotional_support_valid_hours", "24"},
        {"topic_suggestion_valid_hours", "24"}}}};
  CHECK(presets().size() == expected.size());
  for (auto const& preset : presets()) {
    CHECK(std::map<std::string_view, std::string_view>(preset.values.begin(), preset.values.end()) ==
          expected.at(preset.name));
    auto settings = default_settings();
    for (auto const& [name, value] : preset.values)
      CHECK_FALSE(assign_setting(settings, *find_setting(name), std::string{value}));
    CHECK(app::contradictions(settings).empty());
  }
  CHECK(find_preset("Aggressive") == nullptr);
}
