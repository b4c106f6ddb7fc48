#include "domain/gate/slots.hpp"

#include <doctest/doctest.h>

#include "domain/gate/gate.hpp"
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
