#include <doctest/doctest.h>

#include "domain/gate/gate.hpp"
#include "support/facts.hpp"

using namespace proactive;
using test::friendly_facts;
using test::noon;
using Action = DeliveryDecision::Action;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

// Scheduled three hours ago for an hour ago.
DueEngagement due() {
  DueEngagement engagement;
  engagement.created_at = noon - hours{3};
  engagement.scheduled_for = noon - hours{1};
  return engagement;
}

DeliveryDecision decision(RelationshipFacts const& facts, DueEngagement const& engagement = due(),
                          Settings const& settings = default_settings()) {
  return decide_delivery(engagement, {facts, settings, noon});
}

}  // namespace

TEST_CASE("what still holds is sent") { CHECK(decision(friendly_facts()).action == Action::send); }

TEST_CASE("what no longer holds is cancelled with its reason") {
  auto const cancelled = [](auto const& change) {
    auto facts = friendly_facts();
    change(facts);
    auto const found = decision(facts);
    CHECK(found.action == Action::cancel);
    return found.reason;
  };
  CHECK(cancelled([](auto& facts) { facts.exists = false; }) == Reason::gone);
  CHECK(cancelled([](auto& facts) { facts.user_exists = false; }) == Reason::gone);
  CHECK(cancelled([](auto& facts) { facts.companion_active = false; }) == Reason::inactive);
  CHECK(cancelled([](auto& facts) { facts.stage_name = "acquaintance"; }) == Reason::stage);
  CHECK(cancelled([](auto& facts) { facts.intimacy = 2; }) == Reason::intimacy);
  CHECK(cancelled([](auto& facts) { facts.trust = 2; }) == Reason::trust);
  CHECK(cancelled([](auto& facts) { facts.last_interaction = noon - hours{2}; }) == Reason::superseded);
}

TEST_CASE("an interaction at the instant of scheduling supersedes nothing") {
  auto facts = friendly_facts();
  facts.last_interaction = due().created_at;
  CHECK(decision(facts).action == Action::send);
  facts.last_interaction = due().created_at + std::chrono::microseconds{1};
  CHECK(decision(facts).action == Action::cancel);
}

TEST_CASE("what is too late expires") {
  auto engagement = due();
  engagement.created_at = noon - hours{29};
  engagement.scheduled_for = noon - hours{24} + minutes{1};
  CHECK(decision(friendly_facts(), engagement).action == Action::send);
  engagement.scheduled_for = noon - hours{24};
  CHECK(decision(friendly_facts(), engagement).action == Action::expire);
}

TEST_CASE("a full day holds the message until the same local time of the next") {
  auto facts = friendly_facts();
  facts.user_deliveries.assign(2, noon - hours{3});
  CHECK(decision(facts).action == Action::send);
  facts.user_deliveries.assign(3, noon - hours{3});
  auto const held = decision(facts);
  CHECK(held.action == Action::hold);
  CHECK(held.reason == Reason::day_limit);
  CHECK(held.scheduled_for == noon + hours{23});
}

TEST_CASE("what is held never becomes due on the same local day") {
  auto facts = friendly_facts();
  facts.user_deliveries.assign(3, noon);
  auto engagement = due();
  engagement.scheduled_for = noon - hours{20};
  engagement.created_at = noon - hours{23};
  CHECK(decision(facts, engagement).scheduled_for == parse_instant("2026-03-03T00:00:00Z"));
}
