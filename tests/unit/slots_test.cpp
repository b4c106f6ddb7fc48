#include "domain/gate/slots.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "domain/gate/gate.hpp"
#include "domain/gate/limits.hpp"
#include "support/facts.hpp"

using namespace proactive;
using std::chrono::hours;
using std::chrono::minutes;
using test::friendly_facts;
using test::noon;

namespace {

GateRules spread_rules(char const* quiet) {
  auto rules = gate_rules(default_settings());
  rules.quiet_hours = *parse_quiet_hours(quiet);
  return rules;
}

GateRules learned_rules(char const* quiet) {
  auto rules = spread_rules(quiet);
  rules.care.send_time = SendTime::learned;
  return rules;
}

// A pair of this number whose user begins to write at 17:05 each day.
PairFacts regular_facts(int number = 0) {
  auto facts = friendly_facts();
  facts.pair.companion_id = std::to_string(number);
  for (int day = 1; day <= 40; ++day) facts.sessions.push_back({noon - hours{24 * day} + hours{5} + minutes{5}, false});
  return facts;
}

}  // namespace

TEST_CASE("where the spread after quiet hours leads beyond the day, what is allowed before it is taken") {
  auto const rules = spread_rules("14:00-12:30");  // one quarter of an hour and a half is left, 24 hours from now
  for (int pair = 0; pair < 200; ++pair) {
    auto facts = friendly_facts();
    facts.pair.companion_id = std::to_string(pair);
    auto const now = noon + hours{2} + minutes{5};
    auto const choice = choose_slot({facts, rules, now - hours{1} + minutes{30}});
    CAPTURE(pair);
    REQUIRE(choice.slot);
    CHECK(*choice.slot >= noon + hours{24} + minutes{30});
    CHECK(*choice.slot < now + hours{23} + minutes{30});
  }
}

TEST_CASE("a refusal names the first instant's reason, and the next look is when an allowed one comes into the day") {
  auto facts = friendly_facts();
  facts.user_deliveries = {noon - hours{1}};
  auto rules = spread_rules("16:00-14:30");  // the gap of six hours ends in quiet time, which ends after 24 hours
  rules.care.quiet_end_spread_minutes = 0;
  GateInput const input{facts, rules, noon};
  auto const decision = decide(input);
  CHECK(decision.refused == Reason::gap);
  CHECK(allowed_slots(input).empty());
  CHECK(decision.next_check_at > noon + hours{2} + minutes{15});
  CHECK(decision.next_check_at <= noon + hours{2} + minutes{45});
  GateInput const later{facts, rules, decision.next_check_at};
  CHECK_FALSE(decide(later).refused);
  GateInput const too_early{facts, rules, decision.next_check_at - minutes{16}};
  CHECK(decide(too_early).refused);
  for (auto const& line : explain(input)) {
    if (line.reason == Reason::gap) CHECK_FALSE(line.passed);
  }
}

TEST_CASE("with the seed's instant one slot is allowed, or none, however far ahead it is") {
  auto facts = friendly_facts(5);
  auto rules = spread_rules("22:00-08:00");
  rules.care.send_time = SendTime::advance;
  for (auto const ahead : {3, 30}) {
    rules.schedule_advance_hours = ahead;
    auto const slots = allowed_slots({facts, rules, noon});
    REQUIRE(slots.size() == 1);
    CHECK(slots[0].begin == noon + hours{ahead});
    CHECK(slots[0].end == noon + hours{ahead} + minutes{1});
  }
  rules.schedule_advance_hours = 12;
  CHECK(allowed_slots({facts, rules, noon}).empty());
}

TEST_CASE("a pair that waits is looked at when its silence is long, since messages come sooner from then on") {
  auto const facts = friendly_facts(23);
  auto const rules = spread_rules("14:55-14:30");  // the half hour is too soon now, and not at two o'clock
  auto const decision = decide({facts, rules, noon});
  CHECK(decision.refused == Reason::quiet_hours);
  CHECK(decision.next_check_at == noon + hours{1});
  CHECK_FALSE(decide({facts, rules, noon + hours{1}}).refused);
}

TEST_CASE("a learned hour is drawn as often as its probability says, and never where nothing is allowed") {
  constexpr int pairs = 10'000;
  auto const rules = learned_rules("22:00-08:00");
  auto facts = regular_facts();
  std::map<Instant, std::pair<double, long>> quarters;  // what was said of each, and how often it came
  for (int pair = 0; pair < pairs; ++pair) {
    facts.pair.companion_id = std::to_string(pair);
    auto const choice = choose_slot({facts, rules, noon});
    REQUIRE(choice.slot);
    REQUIRE(choice.hour);
    auto& [probability, count] = quarters[next_quarter(*choice.slot) - minutes{15}];
    probability = choice.hour->probability;
    ++count;
    if (choice.hour->among != 52) CHECK(choice.hour->among == 52);  // from 13:00 to 22:00, from 08:00 to 12:00
  }
  CHECK(quarters.size() == 52);
  double sum = 0;
  double chi_squared = 0;
  for (auto const& [begin, quarter] : quarters) {
    auto const hour = local_hour(begin, "UTC");
    CAPTURE(hour);
    CHECK(hour >= 8);
    CHECK(hour < 22);
    CHECK(quarter.first >= 0.1 / 52);
    sum += quarter.first;
    auto const expected = quarter.first * pairs;
    auto const off = static_cast<double>(quarter.second) - expected;
    chi_squared += off * off / expected;
  }
  CHECK(sum == doctest::Approx(1));
  CHECK(chi_squared < 87.97);  // p > 0.001 with 51 degrees of freedom
  auto const at_five = quarters.at(noon + hours{5}).first;
  CHECK(at_five > 4 * quarters.at(noon - hours{2} + hours{24}).first);
}

TEST_CASE("the same pair draws the same on a day, and something of its own on each") {
  auto const rules = learned_rules("22:00-08:00");
  auto const facts = regular_facts();
  auto const choice = choose_slot({facts, rules, noon});
  CHECK(choose_slot({facts, rules, noon}).slot == choice.slot);
  CHECK(decide({facts, rules, noon}).scheduled_for == *choice.slot);
  CHECK(decide({facts, rules, noon}).hour == choice.hour);
  std::set<std::chrono::microseconds> ways;
  for (int day = 1; day <= 20; ++day) {
    auto const now = noon + hours{24 * day};
    auto const of_day = choose_slot({facts, rules, now});
    REQUIRE(of_day.slot);
    ways.insert(*of_day.slot - now);
  }
  CHECK(ways.size() > 10);
}

TEST_CASE("without a habit the slot is as with spread, and nothing is said to be drawn") {
  auto facts = regular_facts();
  facts.sessions.resize(9);
  auto const spread = choose_slot({facts, spread_rules("22:00-08:00"), noon});
  auto const learned = choose_slot({facts, learned_rules("22:00-08:00"), noon});
  CHECK(learned.slot == spread.slot);
  CHECK_FALSE(learned.hour);
  facts = regular_facts();
  for (auto& session : facts.sessions) session.is_ours = true;
  CHECK_FALSE(choose_slot({facts, learned_rules("22:00-08:00"), noon}).hour);
}

TEST_CASE("what no quarter allows is refused as with spread") {
  auto facts = regular_facts();
  facts.preferences.quiet_hours = {QuietHours::always()};
  auto const choice = choose_slot({facts, learned_rules("22:00-08:00"), noon});
  CHECK_FALSE(choice.slot);
  CHECK(choice.refused == Reason::quiet_hours);
}

TEST_CASE(
    "of an unknown zone the hours of activity hold for what is drawn, of the last 28 days and of their own accord") {
  auto const rules = learned_rules("22:00-08:00");
  for (int pair = 0; pair < 100; ++pair) {
    auto facts = regular_facts(pair);
    facts.zone_known = false;
    facts.sessions.push_back({noon - hours{24 * 29} + hours{9}, false});
    facts.sessions.push_back({noon - hours{24} + hours{2}, true});
    auto const choice = choose_slot({facts, rules, noon});
    REQUIRE(choice.slot);
    CHECK(choice.hour);
    CHECK(*choice.slot >= noon + hours{4});
    CHECK(*choice.slot < noon + hours{7});
  }
}
