#include "domain/plan/delivery_plan.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "support/facts.hpp"

using namespace proactive;
using std::chrono::hours;
using test::friendly_facts;
using test::noon;
using test::seed_rules;

namespace {

// A batch of due engagements, scheduled three hours ago for now, and the facts of their pairs.
struct Batch {
  std::vector<DueEngagement> due = {};
  std::vector<PairFacts> facts = {};
  GateRules rules = seed_rules();

  PairFacts& add(std::string const& user, std::string const& companion, std::string const& id) {
    DueEngagement engagement;
    engagement.key = {user, id};
    engagement.pair = {user, companion};
    engagement.created_at = noon - hours{3};
    engagement.scheduled_for = noon;
    due.push_back(engagement);
    facts.push_back(friendly_facts());
    facts.back().pair = engagement.pair;
    return facts.back();
  }
  [[nodiscard]] DeliveryPlan plan() const {
    Ledger ledger;
    return plan_delivery(due, facts, rules, noon, ledger);
  }
};

}  // namespace

TEST_CASE("each action has its place and its count") {
  Batch batch;
  batch.add("u1", "c1", "1");
  batch.add("u2", "c1", "2").preferences.enabled = false;
  batch.add("u3", "c1", "3").user_wrote_at = noon - hours{1};
  batch.add("u4", "c1", "4").user_deliveries.assign(3, noon);
  batch.add("u5", "c1", "5");
  batch.due.back().scheduled_for = noon - hours{24};
  batch.due.back().created_at = noon - hours{25};
  batch.add("u6", "c1", "6").user_wrote_any_at = noon - std::chrono::minutes{20};
  batch.rules.care.live_chat_minutes = 30;
  std::reverse(batch.facts.begin(), batch.facts.end());
  auto const plan = batch.plan();
  REQUIRE(plan.send.size() == 1);
  CHECK(plan.send.front().key.id == "1");
  REQUIRE(plan.close.size() == 4);
  CHECK(plan.close[0].key.id == "2");
  CHECK(plan.close[0].status == "cancelled");
  CHECK(plan.close[0].reason == Reason::opted_out);
  CHECK(plan.close[1].reason == Reason::superseded);
  CHECK(plan.close[2].reason == Reason::stale);
  CHECK(plan.close[3].status == "expired");
  CHECK(plan.close[3].reason == Reason::expired);
  CHECK(plan.close[3].error.empty());
  REQUIRE(plan.hold.size() == 1);
  CHECK(plan.hold.front().key.user_id == "u6");
  CHECK(plan.hold.front().scheduled_for >= noon + std::chrono::minutes{10});
  CHECK(sum_of(plan.held) == ReasonCounts{{Reason::live_chat, 1}});
  CHECK(plan.cancelled == ReasonCounts{{Reason::opted_out, 1}, {Reason::superseded, 1}, {Reason::stale, 1}});
  CHECK(plan.expired == 1);
}

TEST_CASE("the day limit holds among the messages of one batch") {
  Batch batch;
  batch.rules.gate.max_engagements_per_day = 2;
  for (auto const* companion : {"c1", "c2", "c3"}) batch.add("u1", companion, companion);
  batch.add("u2", "c1", "other");
  auto const plan = batch.plan();
  REQUIRE(plan.send.size() == 3);
  CHECK(plan.send.back().key.id == "other");
  REQUIRE(plan.close.size() == 1);
  CHECK(plan.close.front().key.id == "c3");
  CHECK(plan.close.front().reason == Reason::stale);
}

TEST_CASE("of several companions' messages to one user the best is sent, whatever their order, and the others not") {
  Batch batch;
  batch.rules.care.min_gap_hours = 6;
  std::vector const types{EngagementType::topic_suggestion, EngagementType::check_in, EngagementType::memory_reminder,
                          EngagementType::emotional_support};
  for (auto const type : types) {
    batch.add("u1", std::string{name_of(type)}, std::string{name_of(type)});
    batch.due.back().type = type;
  }
  batch.add("u2", "c1", "other");
  auto const plan = batch.plan();
  REQUIRE(plan.send.size() == 2);
  CHECK(plan.send.front().key.id == "emotional_support");
  CHECK(plan.cancelled == ReasonCounts{{Reason::stale, 3}});
}

TEST_CASE("of two messages of one type the closer companion's is sent") {
  Batch batch;
  batch.rules.care.min_gap_hours = 6;
  batch.add("u1", "friend", "1").stage_name = "friend";
  batch.add("u1", "partner", "2").stage_name = "partner";
  auto const plan = batch.plan();
  REQUIRE(plan.send.size() == 1);
  CHECK(plan.send.front().key.id == "2");
}

TEST_CASE("what is not sent does not count for the day") {
  Batch batch;
  batch.rules.gate.max_engagements_per_day = 1;
  batch.add("u1", "c1", "1").in_crisis = true;
  batch.add("u1", "c2", "2");
  auto const plan = batch.plan();
  CHECK(plan.cancelled == ReasonCounts{{Reason::crisis, 1}});
  CHECK(plan.send.size() == 1);
}

TEST_CASE("an engagement whose pair could not be read harms no other") {
  Batch batch;
  batch.add("u1", "c1", "1");
  batch.add("u2", "c1", "2");
  batch.facts.erase(batch.facts.begin());
  auto const plan = batch.plan();
  REQUIRE(plan.unreadable.size() == 1);
  CHECK(plan.unreadable.front().key.id == "1");
  REQUIRE(plan.send.size() == 1);
  CHECK(plan.send.front().key.id == "2");
}

TEST_CASE("a ledger that is kept holds over batches") {
  Batch batch;
  batch.rules.gate.max_engagements_per_day = 1;
  batch.add("u1", "c1", "1");
  Ledger ledger;
  CHECK(plan_delivery(batch.due, batch.facts, batch.rules, noon, ledger).send.size() == 1);
  CHECK(plan_delivery(batch.due, batch.facts, batch.rules, noon, ledger).close.size() == 1);
}
