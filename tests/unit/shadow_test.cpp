#include "domain/gate/shadow.hpp"

#include <doctest/doctest.h>

#include "base/text.hpp"
#include "domain/gate/gate.hpp"
#include "domain/plan/schedule_plan.hpp"
#include "domain/settings/table.hpp"
#include "support/facts.hpp"

using namespace proactive;
using std::chrono::hours;
using test::default_rules;
using test::friendly_facts;
using test::noon;

namespace {

GateRules with_shadow(std::set<Reason> const& reasons) {
  auto rules = default_rules();
  rules.shadow = reasons;
  return rules;
}

TraceLine line_of(GateInput const& input, Reason reason) {
  for (auto const& line : explain(input)) {
    if (line.reason == reason) return line;
  }
  FAIL("no such line");
  return {};
}

// An outreach that is due at noon.
DueEngagement due_at_noon() {
  DueEngagement due;
  due.key = {"u1", "1"};
  due.pair = {"u1", "c1"};
  due.scheduled_for = noon;
  due.created_at = noon - hours{1};
  return due;
}

}  // namespace

TEST_CASE("what protects people, or what nothing can be planned without, always has a say") {
  for (auto const* name :
       {"disabled", "gone", "inactive", "opted_out", "policy", "others_read", "minor", "crisis", "distress", "snoozed",
        "muted", "stage", "pending", "no_type", "quiet_hours", "superseded", "stale", "frobnicate"}) {
    CAPTURE(name);
    CHECK_FALSE(parse_shadow(name));
    CHECK_FALSE(parse_shadow(std::string{"gap,"} + name));
  }
  CHECK(parse_shadow("")->empty());
  CHECK(*parse_shadow("gap, unread") == std::set{Reason::gap, Reason::unread});
}

TEST_CASE("the setting names the checks that may be without a say") {
  auto const* spec = find_setting("shadow");
  REQUIRE(spec != nullptr);
  std::vector<std::string_view> names;
  for (auto const& check : checks()) {
    if (check.shadow == Shadow::allowed) names.push_back(name_of(check.reason));
  }
  for (auto const name : names) {
    CAPTURE(name);
    CHECK(parse_shadow(name));
  }
  CHECK(allowed_values(*spec).find("names by commas of " + join(names, ", ") + ";") != std::string::npos);
}

TEST_CASE("a check without a say stops nothing, and what it would refuse is told and counted") {
  auto facts = friendly_facts();
  facts.trust = 1;
  auto const shadow = with_shadow({Reason::trust});
  CHECK(decide({facts, default_rules(), noon}).refused == Reason::trust);
  auto const decision = decide({facts, shadow, noon});
  CHECK_FALSE(decision.refused);
  CHECK(decision.shadowed == std::vector{Reason::trust});
  auto const line = line_of({facts, shadow, noon}, Reason::trust);
  CHECK_FALSE(line.passed);
  CHECK(line.is_shadow);
  CHECK_FALSE(line_of({facts, shadow, noon}, Reason::intimacy).is_shadow);
  Ledger ledger;
  CHECK(plan_schedule({facts}, shadow, noon, ledger, [] { return true; }).shadow == ReasonCounts{{Reason::trust, 1}});
}

TEST_CASE("what others refuse is not counted for one without a say") {
  auto facts = friendly_facts();
  facts.trust = 1;
  facts.intimacy = 1;
  auto const decision = decide({facts, with_shadow({Reason::trust}), noon});
  CHECK(decision.refused == Reason::intimacy);
  CHECK(decision.shadowed.empty());
}

TEST_CASE("the slot is chosen as if a check without a say were not there, and judged by it all the same") {
  for (auto const send_time : {SendTime::advance, SendTime::spread}) {
    auto facts = friendly_facts();
    facts.user_deliveries = {noon - hours{1}};
    auto rules = with_shadow({Reason::gap});
    rules.care.send_time = send_time;
    auto const decision = decide({facts, rules, noon});
    CHECK_FALSE(decision.refused);
    CHECK(decision.scheduled_for < noon + hours{2});
    CHECK(decision.shadowed == std::vector{Reason::gap});
  }
}

TEST_CASE("what is due is sent whatever a check without a say would stop") {
  auto facts = friendly_facts();
  facts.trust = 1;
  CHECK(decide_delivery(due_at_noon(), {facts, default_rules(), noon}).reason == Reason::trust);
  auto const decision = decide_delivery(due_at_noon(), {facts, with_shadow({Reason::trust}), noon});
  CHECK(decision.action == DeliveryDecision::Action::send);
  CHECK(decision.shadowed == std::vector{Reason::trust});
}
