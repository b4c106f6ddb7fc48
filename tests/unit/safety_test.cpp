#include "domain/safety.hpp"

#include <doctest/doctest.h>

#include "domain/gate/gate.hpp"
#include "support/facts.hpp"

using namespace proactive;
using std::chrono::hours;
using test::default_rules;
using test::friendly_facts;
using test::noon;

namespace {

PairFacts facts_of(std::string const& user, std::string const& companion) {
  auto facts = friendly_facts();
  facts.pair = {user, companion};
  return facts;
}

GateRules rules_with(std::string const& moods) {
  auto settings = default_settings();
  settings.safety.crisis_moods = moods;
  return gate_rules(settings);
}

bool is_refused(PairFacts const& facts, Instant now) {
  return decide({facts, default_rules(), now}).refused == Reason::crisis;
}

}  // namespace

TEST_CASE("a flag holds for crisis_hours, not before its end, and not before it is released") {
  SafetyFlag flag{FlagKind::self_harm, "app", noon, {}, {}};
  auto const rules = default_rules();
  CHECK_FALSE(silence_end(flag, rules));
  flag.released_at = noon + hours{1};
  CHECK(silence_end(flag, rules) == noon + hours{72});
  flag.until = noon + hours{200};
  CHECK(silence_end(flag, rules) == noon + hours{200});
  flag.until = noon + hours{2};
  CHECK(silence_end(flag, rules) == noon + hours{72});
  flag.released_at = noon + hours{500};
  CHECK(silence_end(flag, rules) == noon + hours{500});
}

TEST_CASE("the gate refuses while any flag holds, and knows when a released one ends") {
  auto facts = friendly_facts();
  facts.flags = {{FlagKind::bereavement, "app", noon - hours{71}, {}, noon - hours{70}}};
  CHECK(is_refused(facts, noon));
  CHECK(decide({facts, default_rules(), noon}).next_check_at == noon + hours{1});
  CHECK_FALSE(is_refused(facts, noon + hours{1}));
  facts.flags.push_back({FlagKind::other, "app", noon - hours{1000}, {}, {}});
  CHECK(is_refused(facts, noon + hours{1}));
}

TEST_CASE("a crisis that one pair tells silences all companions of its user, and nobody else") {
  std::vector<PairFacts> facts{facts_of("u1", "c1"), facts_of("u1", "c2"), facts_of("u2", "c1")};
  facts[1].in_crisis = true;
  auto const raised = raise_flags(facts, default_rules(), noon);
  REQUIRE(raised.size() == 1);
  CHECK(raised[0].user_id == "u1");
  CHECK(raised[0].source == "app_facts");
  CHECK(is_refused(facts[0], noon));
  CHECK(is_refused(facts[1], noon));
  CHECK_FALSE(is_refused(facts[2], noon));
  CHECK(raise_flags(facts, default_rules(), noon).empty());
}

TEST_CASE("a mood of crisis_moods flags once, whatever its case, and a later one anew") {
  auto const rules = rules_with(" suicidal , HOPELESS,");
  for (auto const* state : {"suicidal", "Suicidal ", "hopeless"}) {
    CAPTURE(std::string{state});
    std::vector<PairFacts> facts{facts_of("u1", "c1")};
    facts[0].mood = Mood{state, 3, noon - hours{5}};
    auto const raised = raise_flags(facts, rules, noon);
    REQUIRE(raised.size() == 1);
    CHECK(raised[0].source == "mood");
    CHECK(raised[0].detected_at == noon - hours{5});
  }
  std::vector<PairFacts> facts{facts_of("u1", "c1")};
  facts[0].mood = Mood{"suicidal", 3, noon - hours{5}};
  facts[0].mood_flagged_at = noon - hours{5};
  CHECK(raise_flags(facts, rules, noon).empty());
  facts[0].mood->at = noon - hours{4};
  CHECK(raise_flags(facts, rules, noon).size() == 1);
  facts[0].mood = Mood{"sad", 10, noon};
  CHECK(raise_flags(facts, rules, noon).empty());
  CHECK(raise_flags(facts, default_rules(), noon).empty());
}

TEST_CASE("a calmer mood, and the app's later word, release nothing") {
  auto facts = friendly_facts();
  facts.mood = Mood{"happy", 9, noon};
  facts.flags = {{FlagKind::crisis, "mood", noon - hours{200}, {}, {}},
                 {FlagKind::crisis, "app_facts", noon - hours{200}, {}, {}}};
  CHECK(is_refused(facts, noon));
}

TEST_CASE("who is in distress gets nothing but support, from a friend at least, and not before six hours") {
  auto const decided = [](PairFacts const& facts, GateRules const& rules = default_rules()) {
    return decide({facts, rules, noon});
  };
  auto facts = friendly_facts();
  for (auto const* state : {"sad", "anxious", "lonely", "worried", "frustrated", " Sad"}) {
    CAPTURE(std::string{state});
    facts.mood = Mood{state, 8, noon - hours{7}};
    auto const decision = decided(facts);
    CHECK_FALSE(decision.refused);
    CHECK(decision.type == EngagementType::emotional_support);
    CHECK(decision.is_safe);
  }
  facts.mood = Mood{"sad", 10, noon - hours{5}};
  CHECK(decided(facts).refused == Reason::distress);
  CHECK(decided(facts).next_check_at == noon + hours{1});
  facts.mood = Mood{"sad", 10, noon - hours{7}};
  facts.stage_name = "acquaintance";
  auto any_stage = default_rules();
  any_stage.gate.min_relationship_stage = Stage::stranger;
  CHECK(decided(facts, any_stage).refused == Reason::distress);
  CHECK(decided(facts, any_stage).next_check_at == noon + hours{17});
}

TEST_CASE("it is distress by its word, its intensity and its age") {
  auto const decided = [](Mood const& mood, Limit least = 8) {
    auto facts = friendly_facts();
    facts.mood = mood;
    auto rules = default_rules();
    rules.safety.distress_intensity = least;
    return is_distressed(facts, rules, noon);
  };
  CHECK(decided({"sad", 8, noon - hours{7}}));
  CHECK(decided({"sad", 8, noon + hours{7}}));
  CHECK_FALSE(decided({"sad", 7, noon - hours{7}}));
  CHECK_FALSE(decided({"excited", 10, noon - hours{7}}));
  CHECK_FALSE(decided({"sad", 8, noon - hours{24}}));
  CHECK(decided({"sad", 5, noon - hours{7}}, 5));
  CHECK_FALSE(decided({"sad", 10, noon - hours{7}}, std::nullopt));
}

TEST_CASE("a message that was written for somebody in distress is delivered to them, and no other") {
  auto facts = friendly_facts();
  facts.mood = Mood{"sad", 9, noon - hours{8}};
  DueEngagement due;
  due.type = EngagementType::emotional_support;
  due.created_at = noon - hours{1};
  due.scheduled_for = noon;
  CHECK(decide_delivery(due, {facts, default_rules(), noon}).reason == Reason::distress);
  due.is_safe = true;
  CHECK(decide_delivery(due, {facts, default_rules(), noon}).action == DeliveryDecision::Action::send);
  facts.mood->at = noon - hours{1};  // anew
  CHECK(decide_delivery(due, {facts, default_rules(), noon}).reason == Reason::distress);
}
