#include <doctest/doctest.h>

#include "domain/gate/gate.hpp"
#include "support/facts.hpp"

using namespace proactive;
using test::friendly_facts;
using test::noon;

namespace {

constexpr auto none = "";
constexpr auto check_in = "check_in";
constexpr auto support = "emotional_support";
constexpr auto reminder = "memory_reminder";
constexpr auto topic = "topic_suggestion";

std::string type_of(RelationshipFacts const& facts, Settings const& settings = default_settings()) {
  auto const type = engagement_type(facts, settings, noon);
  return type ? std::string{name_of(*type)} : none;
}

RelationshipFacts facts_of(std::string const& stage, int intimacy, bool memory, long silent) {
  auto facts = friendly_facts(silent);
  facts.stage_name = stage;
  facts.intimacy = intimacy;
  facts.has_memory = memory;
  return facts;
}

constexpr std::array<long, 9> silences{1, 2, 5, 6, 11, 12, 23, 24, 48};

}  // namespace

// The columns are hours of silence: 1, 2, 5, 6, 11, 12, 23, 24, 48. First the original's rule, for a pair never
// engaged.
TEST_CASE("types by stage, intimacy, memory and silence") {
  struct Case {
    char const* stage;
    int intimacy;
    bool memory;
    std::array<char const*, 9> expected;
  };
  std::array<char const*, 9> const only_check_in{none, none, none, none, none, none, none, check_in, check_in};
  std::array<char const*, 9> const of_partner{none, none, none, support, support, support, support, check_in, check_in};
  std::array<char const*, 9> const of_close{none, none, none, none, none, reminder, reminder, check_in, check_in};
  std::array<char const*, 9> const of_friend{none, topic, topic, topic, topic, topic, topic, check_in, check_in};
  for (auto const& [stage, intimacy, memory, expected] :
       {Case{"stranger", 9, true, only_check_in}, Case{"acquaintance", 9, true, only_check_in},
        Case{"friend", 3, false, of_friend}, Case{"friend", 9, true, of_friend},
        Case{"close_friend", 7, true, of_close}, Case{"close_friend", 9, false, only_check_in},
        Case{"intimate", 7, true, of_close}, Case{"intimate", 8, false, only_check_in},
        Case{"partner", 7, true, only_check_in}, Case{"partner", 8, false, of_partner},
        Case{"partner", 10, true, of_partner}, Case{"unknown", 9, true, only_check_in}}) {
    for (std::size_t i = 0; i < silences.size(); ++i) {
      CAPTURE(stage);
      CAPTURE(intimacy);
      CAPTURE(memory);
      CAPTURE(silences.at(i));
      CHECK(type_of(facts_of(stage, intimacy, memory, silences.at(i))) == expected.at(i));
    }
  }
}

TEST_CASE("after a check_in the special type has its turn, and check_in after that") {
  struct Case {
    char const* stage;
    int intimacy;
    bool memory;
    char const* after_check_in;
  };
  for (auto const& [stage, intimacy, memory, after_check_in] :
       {Case{"partner", 8, false, support}, Case{"partner", 7, true, check_in}, Case{"close_friend", 3, true, reminder},
        Case{"close_friend", 3, false, check_in}, Case{"intimate", 3, true, reminder},
        Case{"intimate", 9, false, check_in}, Case{"friend", 9, true, check_in}}) {
    CAPTURE(stage);
    auto facts = facts_of(stage, intimacy, memory, 30);
    CHECK(type_of(facts) == check_in);
    facts.last_type = EngagementType::check_in;
    CHECK(type_of(facts) == after_check_in);
    for (auto const last :
         {EngagementType::emotional_support, EngagementType::memory_reminder, EngagementType::topic_suggestion}) {
      facts.last_type = last;
      CHECK(type_of(facts) == check_in);
    }
  }
}

TEST_CASE("type_rotation=false is the original's rule: check_in first, reminders without a memory") {
  auto settings = default_settings();
  settings.gate.type_rotation = false;
  for (auto const last : {EngagementType::check_in, EngagementType::memory_reminder}) {
    auto facts = facts_of("close_friend", 5, false, 12);
    facts.last_type = last;
    CHECK(type_of(facts, settings) == reminder);
    facts = facts_of("partner", 9, true, 24);
    facts.last_type = last;
    CHECK(type_of(facts, settings) == check_in);
  }
}

TEST_CASE("the thresholds are the settings'") {
  auto settings = default_settings();
  settings.gate.check_in_after_hours = 48;
  settings.gate.emotional_support_after_hours = 3;
  settings.gate.memory_reminder_after_hours = 8;
  CHECK(type_of(facts_of("partner", 8, true, 2), settings) == none);
  CHECK(type_of(facts_of("partner", 8, true, 3), settings) == support);
  CHECK(type_of(facts_of("partner", 8, true, 47), settings) == support);
  CHECK(type_of(facts_of("partner", 8, true, 48), settings) == check_in);
  CHECK(type_of(facts_of("intimate", 8, true, 7), settings) == none);
  CHECK(type_of(facts_of("intimate", 8, true, 8), settings) == reminder);
  settings.gate.min_interval_hours = 10;
  CHECK(type_of(facts_of("intimate", 8, true, 9), settings) == none);
  CHECK(type_of(facts_of("intimate", 8, true, 10), settings) == reminder);
}
