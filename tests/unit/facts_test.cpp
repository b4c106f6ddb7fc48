#include "domain/facts.hpp"

#include <doctest/doctest.h>

#include "domain/gate/gate.hpp"
#include "support/facts.hpp"

using namespace proactive;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using test::friendly_facts;
using test::noon;
using test::seed_rules;

namespace {

Instant const outreach = noon - hours{10};

// A pair that we wrote to ten hours ago, when the user had been silent for two days.
PairFacts answered_by(std::optional<Instant> last_interaction) {
  PairFacts facts;
  facts.pair = {"u1", "c1"};
  facts.timezone = "UTC";
  facts.last_outreach_at = outreach;
  facts.silent_since = noon - hours{58};
  facts.last_interaction = last_interaction;
  return facts;
}

}  // namespace

TEST_CASE("the user's last message is their sign") {
  PairFacts facts;
  CHECK_FALSE(user_sign(facts));
  facts.since = noon - hours{900};
  CHECK(user_sign(facts) == noon - hours{900});
  facts.user_wrote_at = noon - hours{30};
  CHECK(user_sign(facts) == noon - hours{30});
  facts.companion_wrote_at = facts.user_wrote_any_at = noon;
  CHECK(user_sign(facts) == noon - hours{30});
}

TEST_CASE("the last interaction is a sign where nothing was written by us, or it is later") {
  PairFacts facts;
  facts.last_interaction = noon - hours{5};
  CHECK(user_sign(facts) == noon - hours{5});
  facts.user_wrote_at = noon - hours{30};
  CHECK(user_sign(facts) == noon - hours{5});
  facts.user_wrote_at = noon - hours{1};
  CHECK(user_sign(facts) == noon - hours{1});
  CHECK(user_sign(answered_by(noon - hours{2})) == noon - hours{2});
}

TEST_CASE("our own delivery is no sign, however the app rounds its instant") {
  for (auto const& written :
       std::vector<microseconds>{{}, -milliseconds{1}, milliseconds{1}, -seconds{1}, seconds{1}}) {
    CAPTURE(written.count());
    CHECK(user_sign(answered_by(outreach + written)) == noon - hours{58});
  }
  CHECK(user_sign(answered_by(outreach + seconds{1} + microseconds{1})) == outreach + seconds{1} + microseconds{1});
  CHECK(user_sign(answered_by(outreach - hours{3})) == noon - hours{58});  // an older one of ours
  CHECK(user_sign(answered_by(std::nullopt)) == noon - hours{58});
}

TEST_CASE("where our delivery has hidden the user's sign, it is what it was before, or the pair's beginning") {
  auto facts = answered_by(outreach);
  facts.user_wrote_at = noon - hours{60};  // a later message was deleted
  CHECK(user_sign(facts) == noon - hours{58});
  facts = answered_by(outreach);
  facts.silent_since.reset();
  CHECK_FALSE(user_sign(facts));
  facts.since = noon - hours{900};
  CHECK(user_sign(facts) == noon - hours{900});
}

TEST_CASE("silence is the user's, while our own message starts the wait anew") {
  auto facts = answered_by(outreach);
  CHECK(last_contact(facts) == outreach);
  CHECK(silent_hours(facts, noon) == 58);
  facts.user_wrote_at = noon - hours{4};
  CHECK(silent_hours(facts, noon) == 4);
  facts.last_outreach_at = noon - hours{1};
  CHECK(silent_hours(facts, noon) == 4);
  CHECK(decide({facts, seed_rules(), noon}).refused == Reason::interval);
  CHECK(decide({facts, seed_rules(), noon}).next_check_at == noon + hours{1});
}

TEST_CASE("messages without an answer are those after the user's last sign, to the companion or to any") {
  auto facts = friendly_facts(30);
  facts.pair_deliveries = {noon - hours{1}, noon - hours{29}, noon - hours{31}};
  facts.user_deliveries = {noon - hours{1}, noon - hours{10}, noon - hours{29}, noon - hours{31}};
  CHECK(unanswered_by_pair(facts) == 2);
  CHECK(unanswered_by_user(facts) == 3);
  facts.user_wrote_any_at = noon - hours{5};
  CHECK(unanswered_by_pair(facts) == 2);
  CHECK(unanswered_by_user(facts) == 1);
  facts.user_wrote_at = noon - hours{1};
  CHECK(unanswered_by_pair(facts) == 0);
}

TEST_CASE("without any sign of the user the wait is not known") {
  PairFacts facts;
  facts.last_outreach_at = outreach;
  CHECK_FALSE(last_contact(facts));
  CHECK_FALSE(silent_hours(facts, noon));
}

TEST_CASE("a sign in the future is too soon, and not more") {
  auto rules = seed_rules();
  rules.gate.min_interval_hours = 0;
  for (auto const ahead : {Instant::duration{minutes{1}}, Instant::duration{hours{24 * 365 * 100}}}) {
    auto facts = friendly_facts();
    facts.user_wrote_at = noon + ahead;
    CHECK(*silent_hours(facts, noon) < 0);
    CHECK(decide({facts, rules, noon}).refused == Reason::interval);
    facts = friendly_facts();
    facts.last_interaction = noon + ahead;
    CHECK(decide({facts, rules, noon}).refused == Reason::interval);
  }
}
