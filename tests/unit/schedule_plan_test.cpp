#include "domain/plan/schedule_plan.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "support/facts.hpp"

using namespace proactive;
using std::chrono::hours;
using test::friendly_facts;
using test::noon;
using test::seed_rules;

namespace {

bool without_limit() { return true; }

PairFacts pair_of(std::string user, std::string companion) {
  auto facts = friendly_facts();
  facts.pair = {std::move(user), std::move(companion)};
  return facts;
}

SchedulePlan plan(std::vector<PairFacts> batch, GateRules const& rules = seed_rules()) {
  Ledger ledger;
  return plan_schedule(std::move(batch), rules, noon, ledger, without_limit);
}

std::vector<std::string> companions(SchedulePlan const& found) {
  std::vector<std::string> list;
  for (auto const& engagement : found.engagements) list.push_back(engagement.pair.companion_id);
  return list;
}

}  // namespace

TEST_CASE("an empty batch comes to nothing") {
  auto const found = plan({});
  CHECK(found.checked == 0);
  CHECK(found.engagements.empty());
  CHECK(found.next_checks.empty());
}

TEST_CASE("a plan says all that is to be stored of an engagement") {
  auto facts = friendly_facts();
  facts.conversation_id = "g1";
  facts.user_name = "Sam";
  facts.last_outreach_at = noon - hours{26};
  facts.silent_since = noon - hours{50};
  auto const found = plan({facts});
  REQUIRE(found.engagements.size() == 1);
  auto const& engagement = found.engagements.front();
  CHECK(engagement.pair == facts.pair);
  CHECK(engagement.type == EngagementType::check_in);
  CHECK(engagement.stage == Stage::friend_);
  CHECK(engagement.scheduled_for == noon + hours{1});
  CHECK(engagement.silent_since == noon - hours{30});  // the user's sign, not our outreach
  CHECK(engagement.conversation_id == "g1");
  CHECK(engagement.facts.user_name == "Sam");
  REQUIRE(found.next_checks.size() == 1);
  CHECK(found.next_checks.front().at == noon + hours{3});
}

TEST_CASE("refusals are counted by their reason, and every pair is looked at again") {
  auto stranger = pair_of("u2", "c1");
  stranger.stage_name = "stranger";
  auto busy = pair_of("u3", "c1");
  busy.user_wrote_at = noon - hours{1};
  auto const found = plan({pair_of("u1", "c1"), stranger, busy, pair_of("u4", "c1")});
  CHECK(found.checked == 4);
  CHECK(found.refused == ReasonCounts{{Reason::stage, 1}, {Reason::interval, 1}});
  CHECK(found.engagements.size() == 2);
  REQUIRE(found.next_checks.size() == 4);
  CHECK(found.next_checks[1].pair == stranger.pair);
  CHECK(found.next_checks[1].at == noon + hours{30 * 24});
  CHECK(found.next_checks[2].at == noon + hours{1});
}

TEST_CASE("limits per user hold within a batch") {
  auto rules = seed_rules();
  rules.gate.max_engagements_per_user = 2;
  auto found = plan({pair_of("u1", "c1"), pair_of("u1", "c2"), pair_of("u1", "c3"), pair_of("u2", "c3")}, rules);
  CHECK(companions(found).size() == 3);
  CHECK(found.refused == ReasonCounts{{Reason::user_limit, 1}});
  CHECK(found.next_checks[2].at == noon + hours{1});  // when the first of them is delivered
  rules.gate.max_engagements_per_user = 9;
  rules.gate.max_engagements_per_day = 1;
  found = plan({pair_of("u1", "c1"), pair_of("u1", "c2")}, rules);
  CHECK(found.refused == ReasonCounts{{Reason::day_limit, 1}});
  found = plan({pair_of("u1", "c1"), pair_of("u1", "c1")});
  CHECK(found.refused == ReasonCounts{{Reason::pending, 1}});
}

TEST_CASE("of several companions the best writes: by type, by stage, by the longest since, else always the same") {
  auto const first = [](std::vector<PairFacts> batch) {
    auto const forward = companions(plan(batch));
    std::reverse(batch.begin(), batch.end());
    CHECK(companions(plan(batch)) == forward);
    REQUIRE(forward.size() == 1);
    return forward.front();
  };
  auto topic = pair_of("u1", "topic");
  topic.user_wrote_at = noon - hours{3};
  auto partner = pair_of("u1", "partner");
  partner.stage_name = "partner";
  partner.intimacy = 9;
  partner.user_wrote_at = noon - hours{8};
  auto friend_ = pair_of("u1", "friend");
  CHECK(first({topic, friend_}) == "friend");
  CHECK(first({topic, friend_, partner}) == "partner");
  auto close = pair_of("u1", "close");
  close.stage_name = "close_friend";
  CHECK(first({friend_, close}) == "close");
  auto recent = pair_of("u1", "recent");
  recent.last_outreach_at = noon - hours{40};
  auto long_ago = pair_of("u1", "long ago");
  long_ago.last_outreach_at = noon - hours{400};
  CHECK(first({recent, long_ago}) == "long ago");
  first({pair_of("u1", "one"), pair_of("u1", "other")});
}

TEST_CASE("a conversation that companions share is opened once in a batch") {
  auto rules = seed_rules();
  rules.gate.max_engagements_per_user = 9;
  auto const in = [](std::string user, std::string companion, std::optional<std::string> conversation) {
    auto facts = pair_of(std::move(user), std::move(companion));
    facts.conversation_id = std::move(conversation);
    return facts;
  };
  auto const found = plan({in("u1", "c1", "g1"), in("u1", "c2", "g1"), in("u1", "c3", "g2"),
                           in("u1", "c4", std::nullopt), in("u2", "c5", "g1")},
                          rules);
  // Each of u1's deliveries counts for the day, of which there are three.
  CHECK(companions(found).size() == 4);
  CHECK(found.refused == ReasonCounts{{Reason::pending, 1}});
}

TEST_CASE("the budget ends a batch at the first engagement beyond it, and leaves the rest unchecked") {
  auto stranger = pair_of("u2", "c1");
  stranger.stage_name = "stranger";
  Ledger ledger;
  int left = 1;
  int asked = 0;
  auto const take_one = [&] {
    ++asked;
    return left-- > 0;
  };
  auto const found = plan_schedule({pair_of("u1", "c1"), stranger, pair_of("u3", "c1"), pair_of("u4", "c1")},
                                   seed_rules(), noon, ledger, take_one);
  CHECK(found.engagements.size() == 1);
  CHECK(found.checked == 2);
  CHECK(found.next_checks.size() == 2);
  CHECK(asked == 2);
}

TEST_CASE("a pair that is gone is remembered, comes back, or is forgotten after 30 days") {
  auto facts = friendly_facts();
  facts.exists = false;
  auto const check_of = [](PairFacts const& of) { return plan({of}).next_checks.at(0); };
  CHECK(check_of(facts).gone_since == noon);
  CHECK_FALSE(check_of(facts).forget);
  CHECK(check_of(facts).at == noon + hours{30 * 24});
  facts.gone_since = noon - hours{30 * 24} + std::chrono::microseconds{1};
  CHECK(check_of(facts).gone_since == facts.gone_since);
  CHECK_FALSE(check_of(facts).forget);
  facts.gone_since = noon - hours{30 * 24};
  CHECK(check_of(facts).forget);
  facts.exists = true;
  CHECK_FALSE(check_of(facts).gone_since);
  CHECK_FALSE(check_of(facts).forget);
}

TEST_CASE("an explanation is what the run does: the best of a user's pairs leaves the others none") {
  auto rules = seed_rules();
  rules.gate.max_engagements_per_user = 1;
  auto close = pair_of("u1", "c2");
  close.stage_name = "partner";
  auto const explained =
      explain_schedule({pair_of("u1", "c1"), close, pair_of("u2", "c1")}, rules, noon, without_limit);
  REQUIRE(explained.size() == 3);
  CHECK(explained[0].facts.pair.companion_id == "c2");
  CHECK_FALSE(explained[0].decision.refused);
  CHECK(explained[1].decision.refused == Reason::user_limit);
  CHECK_FALSE(explained[1].is_taken);
  CHECK_FALSE(explained[2].decision.refused);
  CHECK(explained[2].is_taken);
}

TEST_CASE("an explanation takes as many as the run does, and explains the others") {
  int room = 1;
  auto const explained = explain_schedule({pair_of("u1", "c1"), pair_of("u2", "c1"), pair_of("u3", "c1")}, seed_rules(),
                                          noon, [&] { return room-- > 0; });
  REQUIRE(explained.size() == 3);
  CHECK(explained[0].is_taken);
  for (std::size_t const left : {1U, 2U}) {
    CHECK_FALSE(explained[left].decision.refused);
    CHECK_FALSE(explained[left].is_taken);
    CHECK(explained[left].trace.size() == explained[0].trace.size());
  }
}

TEST_CASE("a ledger that is kept holds over batches") {
  Ledger ledger;
  auto const rules = seed_rules();
  CHECK(plan_schedule({pair_of("u1", "c1")}, rules, noon, ledger, without_limit).engagements.size() == 1);
  CHECK(plan_schedule({pair_of("u1", "c2")}, rules, noon, ledger, without_limit).engagements.empty());
  ledger.clear();
  CHECK(plan_schedule({pair_of("u1", "c2")}, rules, noon, ledger, without_limit).engagements.size() == 1);
}

TEST_CASE("the ledger keeps the earliest delivery of the user and the pair that is open") {
  Ledger ledger;
  ledger.add_open(pair_of("u1", "c2"), noon + hours{3});
  ledger.add_open(pair_of("u1", "c3"), noon + hours{1});
  auto facts = friendly_facts();
  facts.user_open = 4;
  facts.next_delivery = noon + hours{2};
  ledger.apply_to(facts);
  CHECK(facts.user_open == 6);
  CHECK(facts.next_delivery == noon + hours{1});
  CHECK(facts.user_deliveries == std::vector{noon + hours{3}, noon + hours{1}});
  CHECK_FALSE(facts.pair_open);
  auto open = pair_of("u1", "c3");
  ledger.apply_to(open);
  CHECK(open.pair_open);
  auto other = pair_of("u2", "c3");
  ledger.apply_to(other);
  CHECK(other.user_open == 0);
}

TEST_CASE("the ledger counts what was sent for the day, and not as open") {
  Ledger ledger;
  ledger.add_sent({"u1", "c2"}, noon);
  auto facts = friendly_facts();
  ledger.apply_to(facts);
  CHECK(facts.user_open == 0);
  CHECK_FALSE(facts.pair_open);
  CHECK(facts.user_deliveries == std::vector{noon});
}

TEST_CASE("which type is drawn depends on no other user, nor on the order in which they are looked at") {
  auto rules = seed_rules();
  rules.type_weights = {{EngagementType::check_in, 1}};
  std::vector<PairFacts> batch;
  for (int i = 0; i < 200; ++i) batch.push_back(pair_of("u" + std::to_string(i), "c1"));
  auto const types_of = [&](std::vector<PairFacts> const& some) {
    std::map<std::string, EngagementType> types;
    for (auto const& engagement : plan(some, rules).engagements) {
      REQUIRE(engagement.type_choice);
      types[engagement.pair.user_id] = engagement.type;
    }
    return types;
  };
  auto const types = types_of(batch);
  CHECK(types.size() == batch.size());
  std::reverse(batch.begin(), batch.end());
  CHECK(types_of(batch) == types);
  for (auto const& facts : batch) CHECK(types_of({facts}).at(facts.pair.user_id) == types.at(facts.pair.user_id));
}

TEST_CASE("which type is drawn for a pair does not decide which of a user's companions writes") {
  auto rules = seed_rules();
  rules.type_weights = {{EngagementType::check_in, 1}};
  rules.gate.max_engagements_per_user = 1;
  // A friend of whom a check_in or a topic_suggestion is drawn, and a stranger's check_in: the friend's best is as
  // good, and the friend closer.
  for (int i = 0; i < 50; ++i) {
    auto const user = "u" + std::to_string(i);
    auto other = pair_of(user, "c2");
    other.stage_name = "partner";
    CHECK(companions(plan({pair_of(user, "c1"), other}, rules)) == std::vector<std::string>{"c2"});
    auto acquaintance = other;
    acquaintance.stage_name = "acquaintance";
    rules.gate.min_relationship_stage = Stage::acquaintance;
    CHECK(companions(plan({acquaintance, pair_of(user, "c1")}, rules)) == std::vector<std::string>{"c1"});
  }
}
