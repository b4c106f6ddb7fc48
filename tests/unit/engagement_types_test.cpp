#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "domain/engagement/type_choice.hpp"
#include "domain/engagement/types.hpp"
#include "domain/statistics/distributions.hpp"
#include "support/facts.hpp"

using namespace proactive;
using test::default_rules;
using test::friendly_facts;
using test::noon;

namespace {

constexpr auto none = "";
constexpr auto check_in = "check_in";
constexpr auto support = "emotional_support";
constexpr auto reminder = "memory_reminder";
constexpr auto topic = "topic_suggestion";

std::string type_of(PairFacts const& facts, GateRules const& rules = default_rules()) {
  auto const choice = choose_type(facts, rules, noon, noon);
  return choice ? std::string{name_of(choice->type)} : none;
}

PairFacts facts_of(std::string const& stage, int intimacy, bool memory, long silent) {
  auto facts = friendly_facts(silent);
  facts.stage_name = stage;
  facts.intimacy = intimacy;
  if (memory) facts.memory_importance = 5;
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
  auto rules = default_rules();
  rules.gate.type_rotation = false;
  for (auto const last : {EngagementType::check_in, EngagementType::memory_reminder}) {
    auto facts = facts_of("close_friend", 5, false, 12);
    facts.last_type = last;
    CHECK(type_of(facts, rules) == reminder);
    facts = facts_of("partner", 9, true, 24);
    facts.last_type = last;
    CHECK(type_of(facts, rules) == check_in);
  }
}

TEST_CASE("the thresholds are the rules'") {
  auto rules = default_rules();
  rules.gate.check_in_after_hours = 48;
  rules.gate.emotional_support_after_hours = 3;
  rules.gate.memory_reminder_after_hours = 8;
  CHECK(type_of(facts_of("partner", 8, true, 2), rules) == none);
  CHECK(type_of(facts_of("partner", 8, true, 3), rules) == support);
  CHECK(type_of(facts_of("partner", 8, true, 47), rules) == support);
  CHECK(type_of(facts_of("partner", 8, true, 48), rules) == check_in);
  CHECK(type_of(facts_of("intimate", 8, true, 7), rules) == none);
  CHECK(type_of(facts_of("intimate", 8, true, 8), rules) == reminder);
  rules.gate.min_interval_hours = 10;
  CHECK(type_of(facts_of("intimate", 8, true, 9), rules) == none);
  CHECK(type_of(facts_of("intimate", 8, true, 10), rules) == reminder);
}

// The rule once more, in the order of its documentation and not of the code, over every combination at the defaults.
namespace {

struct Point {
  std::string_view stage;
  long silent = 0;
  int intimacy = 0;
  bool memory = false;
  std::optional<EngagementType> last;
  bool rotation = false;
};

using Answer = std::optional<EngagementType>;

// The special type of the stage, whatever the silence. Under rotation a reminder needs a memory.
Answer special_of(Point const& point) {
  if (point.stage == "partner" && point.intimacy >= 8) return EngagementType::emotional_support;
  if (point.stage == "close_friend" || point.stage == "intimate") {
    if (point.memory || !point.rotation) return EngagementType::memory_reminder;
  }
  return std::nullopt;
}

Answer original_rule(Point const& point) {
  auto const special = special_of(point);
  if (point.silent < 2) return std::nullopt;
  if (point.silent >= 24) return EngagementType::check_in;
  if (special == EngagementType::emotional_support && point.silent >= 6) return special;
  if (special == EngagementType::memory_reminder && point.silent >= 12) return special;
  if (point.stage == "friend") return EngagementType::topic_suggestion;
  return std::nullopt;
}

Answer expected(Point const& point) {
  auto const answer = original_rule(point);
  bool const its_turn = point.rotation && point.last == EngagementType::check_in && special_of(point);
  return answer == EngagementType::check_in && its_turn ? special_of(point) : answer;
}

Answer found(Point const& point) {
  auto facts = friendly_facts(point.silent);
  facts.stage_name = point.stage;
  facts.intimacy = point.intimacy;
  if (point.memory) facts.memory_importance = 5;
  facts.last_type = point.last;
  auto rules = default_rules();
  rules.gate.type_rotation = point.rotation;
  auto const choice = choose_type(facts, rules, noon, noon);
  return choice ? std::optional{choice->type} : std::nullopt;
}

std::string shown(Answer const& answer) { return answer ? std::string{name_of(*answer)} : "none"; }

std::vector<Answer> last_types() {
  std::vector<Answer> types{std::nullopt};
  for (auto const name : names<EngagementType>()) types.push_back(value_of<EngagementType>(name));
  return types;
}

template <typename Visit>
void for_each_point(Visit visit) {
  for (auto const stage : names<Stage>()) {
    for (long const silent : {0L, 1L, 2L, 5L, 6L, 11L, 12L, 23L, 24L, 48L}) {
      for (int const intimacy : {7, 8}) {
        for (bool const memory : {false, true}) {
          for (auto const& last : last_types()) {
            for (bool const rotation : {false, true}) visit(Point{stage, silent, intimacy, memory, last, rotation});
          }
        }
      }
    }
  }
}

}  // namespace

TEST_CASE("every stage, silence, intimacy, memory, last type and rotation") {
  int points = 0;
  for_each_point([&](Point const& point) {
    ++points;
    CAPTURE(point.stage);
    CAPTURE(point.silent);
    CAPTURE(point.intimacy);
    CAPTURE(point.memory);
    CAPTURE(shown(point.last));
    CAPTURE(point.rotation);
    CHECK(shown(found(point)) == shown(expected(point)));
  });
  CHECK(points == 6 * 10 * 2 * 2 * 5 * 2);
}

TEST_CASE("the rotation alone makes a difference after a check_in or where a memory is missing") {
  for_each_point([](Point point) {
    point.rotation = true;
    auto const rotating = found(point);
    point.rotation = false;
    if (rotating == found(point)) return;
    bool const reminder_without_memory = !point.memory && found(point) == EngagementType::memory_reminder;
    CHECK((point.last == EngagementType::check_in || reminder_without_memory));
  });
}

TEST_CASE("an unknown stage has no special type, and unknown silence no type at all") {
  auto facts = friendly_facts(23);
  facts.stage_name = "Partner";
  facts.intimacy = 10;
  CHECK_FALSE(choose_type(facts, default_rules(), noon, noon));
  facts.user_wrote_at.reset();
  facts.stage_name = "friend";
  CHECK_FALSE(choose_type(facts, default_rules(), noon, noon));
}

TEST_CASE("the table has one row for each type, with an instruction, and in the order of precedence") {
  std::map<EngagementType, int> rows;
  for (auto const& rule : type_rules()) {
    CHECK(++rows[rule.type] == 1);
    CHECK_FALSE(rule.instruction.empty());
    CHECK(&type_rule(rule.type) == &rule);
  }
  CHECK(rows.size() == names<EngagementType>().size());
}

TEST_CASE("a memory is usable from the threshold on, and one of no number is not") {
  auto rules = default_rules();
  rules.memory_importance_threshold = 6;
  auto facts = facts_of("intimate", 5, false, 13);
  CHECK_FALSE(has_usable_memory(facts, rules));
  CHECK(type_of(facts, rules) == none);
  for (auto const& [importance, usable] : std::vector<std::pair<double, bool>>{
           {5.99, false}, {6, true}, {10, true}, {std::numeric_limits<double>::quiet_NaN(), false}}) {
    facts.memory_importance = importance;
    CAPTURE(importance);
    CHECK(has_usable_memory(facts, rules) == usable);
    CHECK(type_of(facts, rules) == (usable ? reminder : none));
  }
}

TEST_CASE("intimacy that is no number suits no type that asks for some") {
  auto facts = facts_of("partner", 9, false, 12);
  CHECK(type_of(facts) == support);
  facts.intimacy = std::numeric_limits<double>::quiet_NaN();
  CHECK(type_of(facts) == none);
  facts.intimacy = 7.9;
  CHECK(type_of(facts) == none);
}

TEST_CASE("descriptions say what the table says") {
  auto rules = default_rules();
  auto const description = [&](EngagementType type) { return type_description(type_rule(type), rules); };
  CHECK(description(EngagementType::check_in) ==
        "at least 24 h of silence; a pair whose last engagement was a check_in gets emotional_support or "
        "memory_reminder instead, where one applies");
  CHECK(description(EngagementType::emotional_support) == "partner with intimacy 8 or more, at least 6 h of silence");
  CHECK(description(EngagementType::memory_reminder) ==
        "close_friend or intimate, with a memory of importance 5 or more, at least 12 h of silence");
  CHECK(description(EngagementType::topic_suggestion) == "friend, at least 2 h of silence");
  rules.gate.type_rotation = false;
  rules.gate.min_interval_hours = 13;
  CHECK(description(EngagementType::check_in) == "at least 24 h of silence");
  CHECK(description(EngagementType::memory_reminder) == "close_friend or intimate, at least 13 h of silence");
}

TEST_CASE("weights of types are whole numbers of known ones") {
  CHECK(parse_type_weights("") == TypeWeights{});
  CHECK(parse_type_weights("check_in=2, memory_reminder=0") ==
        TypeWeights{{EngagementType::check_in, 2}, {EngagementType::memory_reminder, 0}});
  for (auto const* text : {"check_in", "check_in=", "check_in=-1", "check_in=1001", "check_in=1.5", "casual=1",
                           "check_in=1,check_in=2", "check_in=1;topic_suggestion=1", "=1", ","}) {
    CAPTURE(text);
    CHECK_FALSE(parse_type_weights(text));
  }
  CHECK(weight_of({{EngagementType::check_in, 2}}, EngagementType::topic_suggestion) == 1);
}

TEST_CASE("where several types apply one is drawn by the weights, the same until the next message") {
  auto rules = default_rules();
  auto const share_of = [&](std::string const& type, PairFacts facts) {
    constexpr int users = 4000;
    int drawn = 0;
    for (int i = 0; i < users; ++i) {
      facts.pair.user_id = std::to_string(i);
      auto const first = type_of(facts, rules);
      CHECK(type_of(facts, rules) == first);
      drawn += first == type ? 1 : 0;
    }
    return static_cast<double>(drawn) / users;
  };
  auto const close = facts_of("close_friend", 7, true, 30);
  CHECK(share_of(check_in, close) == 1);
  rules.type_weights = {{EngagementType::check_in, 3}};
  CHECK(share_of(check_in, close) == doctest::Approx(0.75).epsilon(0.04));
  CHECK(share_of(reminder, close) == doctest::Approx(0.25).epsilon(0.1));
  rules.type_weights = {{EngagementType::check_in, 0}};
  CHECK(share_of(reminder, close) == 1);
  CHECK(share_of(check_in, facts_of("stranger", 7, true, 30)) == 1);  // nothing else applies
  CHECK(share_of(reminder, facts_of("close_friend", 7, true, 13)) == 1);
  auto engaged = close;
  engaged.last_type = EngagementType::check_in;
  rules.type_weights = {{EngagementType::check_in, 1000}};
  CHECK(share_of(reminder, engaged) == 1);  // whose turn it is, whatever they weigh
  auto low = close;
  low.mood = Mood{"sad", 9, noon};
  CHECK(share_of(support, low) == 1);  // who is in distress is not asked for anything
}

TEST_CASE("after another message another type may be drawn") {
  auto rules = default_rules();
  rules.gate.type_rotation = false;
  rules.type_weights = {{EngagementType::check_in, 1}};
  auto facts = facts_of("close_friend", 7, true, 30);
  std::map<std::string, int> drawn;
  for (int hour = 0; hour < 40; ++hour) {
    facts.last_outreach_at = noon - std::chrono::hours{100 + hour};
    ++drawn[type_of(facts, rules)];
  }
  CHECK(drawn.size() == 2);
}

namespace {

// How well the types of 100,000 pairs agree with the probabilities that are kept: the p value of chi-squared.
double agreement(PairFacts facts, GateRules const& rules) {
  constexpr int pairs = 100'000;
  std::map<long, long> taken;
  std::map<long, double> shares;
  for (int i = 0; i < pairs; ++i) {
    facts.pair.user_id = std::to_string(i);
    auto const choice = choose_type(facts, rules, noon, noon);
    REQUIRE(choice);
    REQUIRE(choice->drawn);
    REQUIRE(choice->drawn->chosen == static_cast<long>(choice->type));
    ++taken[choice->drawn->chosen];
    shares = choice->drawn->propensities;
  }
  double statistic = 0;
  int possible = 0;
  for (auto const& [type, share] : shares) {
    if (share == 0) CHECK(taken[type] == 0);
    if (share == 0) continue;
    ++possible;
    statistic += std::pow(static_cast<double>(taken[type]) - share * pairs, 2) / (share * pairs);
  }
  return possible < 2 ? 1 : statistics::chi_squared_survival(statistic, possible - 1);
}

double share_of(TypeChoice const& choice, EngagementType type) {
  return choice.drawn->propensities.at(static_cast<long>(type));
}

}  // namespace

TEST_CASE("what is drawn is kept with the probability of each type that applied") {
  auto rules = default_rules();
  auto const close = facts_of("close_friend", 7, true, 30);
  CHECK_FALSE(choose_type(close, rules, noon, noon)->drawn);  // the first is taken
  rules.type_weights = {{EngagementType::check_in, 3}};
  auto const choice = *choose_type(close, rules, noon, noon);
  CHECK(choice.drawn->propensities.size() == 2);
  CHECK(share_of(choice, EngagementType::check_in) == doctest::Approx(0.75));
  CHECK(share_of(choice, EngagementType::memory_reminder) == doctest::Approx(0.25));
  CHECK_FALSE(choice.drawn->in_shadow);
  CHECK(agreement(close, rules) > 0.001);
  CHECK_FALSE(choose_type(facts_of("close_friend", 7, true, 13), rules, noon, noon)->drawn);  // one applies
  rules.type_weights = {{EngagementType::check_in, 0}};
  CHECK(share_of(*choose_type(close, rules, noon, noon), EngagementType::memory_reminder) == 1);
  CHECK(agreement(close, rules) > 0.001);
  rules.type_weights = {{EngagementType::check_in, 0}, {EngagementType::memory_reminder, 0}};
  CHECK(share_of(*choose_type(close, rules, noon, noon), EngagementType::check_in) == 1);
}

namespace {

constexpr auto type_number = [](EngagementType type) { return static_cast<long>(type); };

GateRules with_bandit(BanditMode mode, ArmScores scores = {}) {
  auto rules = default_rules();
  rules.bandit = mode;
  rules.type_scores = std::move(scores);
  return rules;
}

// A reminder that did much better.
ArmScores liking_reminders() {
  return {{{type_number(EngagementType::check_in), 0.2}, {type_number(EngagementType::memory_reminder), 0.25}}, 0.2};
}

}  // namespace

TEST_CASE("a bandit that is on draws among the types that apply by what it has learned") {
  auto const close = facts_of("close_friend", 7, true, 30);
  auto const even = *choose_type(close, with_bandit(BanditMode::on), noon, noon);
  CHECK(share_of(even, EngagementType::check_in) == doctest::Approx(0.5));
  auto rules = with_bandit(BanditMode::on, liking_reminders());
  auto const choice = *choose_type(close, rules, noon, noon);
  CHECK(share_of(choice, EngagementType::memory_reminder) == doctest::Approx(0.02 + 0.96 / (1 + std::exp(-2.5))));
  CHECK_FALSE(choice.drawn->in_shadow);
  CHECK(choice.drawn->is_test);
  CHECK(agreement(close, rules) > 0.001);
  // What the user had lately recovers.
  auto tired = close;
  tired.received_types = {{EngagementType::memory_reminder, noon - std::chrono::days{15}}};
  CHECK(share_of(*choose_type(tired, with_bandit(BanditMode::on), noon, noon), EngagementType::memory_reminder) ==
        doctest::Approx(0.02 + 0.96 / (1 + std::exp(0.425))));
  CHECK(agreement(tired, rules) > 0.001);
  tired.received_types = {{EngagementType::memory_reminder, noon - std::chrono::days{61}}};
  CHECK(choose_type(tired, rules, noon, noon)->drawn == choice.drawn);
  // The weights come before, and what weighs nothing is not tried.
  rules.type_weights = {{EngagementType::check_in, 3}};
  CHECK(share_of(*choose_type(close, rules, noon, noon), EngagementType::memory_reminder) ==
        doctest::Approx(0.02 + 0.96 / (1 + 3 * std::exp(-2.5))));
  CHECK(agreement(close, rules) > 0.001);
  rules.type_weights = {{EngagementType::memory_reminder, 0}};
  CHECK(share_of(*choose_type(close, rules, noon, noon), EngagementType::memory_reminder) == 0);
}

TEST_CASE("in shadow what decides without a bandit does, and the bandit's choice is kept") {
  auto const close = facts_of("close_friend", 7, true, 30);
  auto rules = with_bandit(BanditMode::shadow, liking_reminders());
  auto const learned = choose_type(close, with_bandit(BanditMode::on, liking_reminders()), noon, noon)->drawn;
  auto const first = *choose_type(close, rules, noon, noon);
  CHECK(first.type == EngagementType::check_in);
  CHECK(share_of(first, EngagementType::check_in) == 1);
  CHECK(first.drawn->in_shadow == learned->propensities);
  CHECK(agreement(close, rules) == 1);
  rules.type_weights = {{EngagementType::check_in, 1}};
  for (int i = 0; i < 100; ++i) {
    auto facts = close;
    facts.pair.user_id = std::to_string(i);
    auto without = rules;
    without.bandit = BanditMode::off;
    auto const choice = *choose_type(facts, rules, noon, noon);
    CHECK(choice.type == choose_type(facts, without, noon, noon)->type);
    CHECK(choice.drawn->in_shadow == learned->propensities);
  }
  CHECK(agreement(close, rules) > 0.001);
}

TEST_CASE("a bandit chooses only what is a pair's turn, and tries nothing on minors and users in distress") {
  auto const rules = with_bandit(BanditMode::on);
  auto facts = facts_of("close_friend", 7, true, 30);
  CHECK(may_ask_bandit(facts, rules, noon));
  CHECK_FALSE(may_ask_bandit(facts, default_rules(), noon));
  facts.last_type = EngagementType::check_in;
  CHECK(choose_type(facts, rules, noon, noon)->type == EngagementType::memory_reminder);
  CHECK_FALSE(choose_type(facts, rules, noon, noon)->drawn);
  CHECK_FALSE(may_ask_bandit(facts, rules, noon));
  facts.last_type.reset();
  facts.mutes = {Mute{false, EngagementType::memory_reminder, std::nullopt}};
  CHECK_FALSE(choose_type(facts, rules, noon, noon)->drawn);
  facts.mutes.clear();
  auto low = facts;
  low.mood = Mood{"sad", 9, noon};
  CHECK(choose_type(low, rules, noon, noon)->type == EngagementType::emotional_support);
  CHECK_FALSE(choose_type(low, rules, noon, noon)->drawn);
  facts.minor = true;
  CHECK(choose_type(facts, rules, noon, noon)->type == EngagementType::check_in);
  CHECK_FALSE(choose_type(facts, rules, noon, noon)->drawn);
  auto weighted = rules;
  weighted.type_weights = {{EngagementType::check_in, 1}};
  auto const choice = *choose_type(facts, weighted, noon, noon);
  CHECK(share_of(choice, EngagementType::check_in) == doctest::Approx(0.5));
  CHECK_FALSE(choice.drawn->is_test);
}
