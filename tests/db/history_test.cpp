// What we planned for users, and what reached them.
#include "store/history.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "support/db/test_database.hpp"

using namespace proactive;
using store::Planned;
using test::TestDatabase;

namespace {

constexpr long counted = 3;

// A message that the user got so many hours ago.
void add_sent(TestDatabase& database, std::string const& user, int companion, int hours,
              std::string const& type = "check_in") {
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, "
      "engagement_status, created_at, silent_since, relationship_stage, writer, run_id) "
      "SELECT $1, $2, $4, 'Hello', t, t, 'ignored', t, t - interval '1 day', 'friend', 'template', 'r' "
      "FROM (SELECT now() - $3::integer * interval '1 hour') x(t)",
      {user, companion, hours, type});
}

std::vector<PairFacts> history_of(TestDatabase& database, std::vector<Pair> const& pairs, Planned planned) {
  std::vector<PairFacts> batch;
  for (auto const& pair : pairs) {
    batch.emplace_back();
    batch.back().pair = pair;
  }
  auto session = app::open_session(database.invocation(), "test", store::Access::read_write);
  session.database->transact([&](store::Transaction& transaction) {
    store::read_history(transaction, batch, counted, session.begun_at, planned);
  });
  return batch;
}

}  // namespace

TEST_CASE("of a user and of a pair the newest deliveries are known, and of the last days all") {
  TestDatabase database;
  for (auto const hours : {300, 400, 500, 600}) add_sent(database, "old", 1, hours);
  for (auto const hours : {20, 40, 60, 80, 100}) add_sent(database, "busy", 1, hours);
  add_sent(database, "busy", 1, 500);
  for (auto const hours : {10, 30, 50}) add_sent(database, "many", 1, hours);
  for (auto const hours : {700, 800, 900, 1000}) add_sent(database, "many", 2, hours, "memory_reminder");

  auto const facts = history_of(database, {{"old", "1"}, {"busy", "1"}, {"many", "1"}, {"many", "2"}, {"none", "1"}},
                                Planned::leave_out);
  CHECK(facts[0].user_deliveries.size() == 3);
  CHECK(facts[0].pair_deliveries.size() == 3);
  CHECK(facts[1].user_deliveries.size() == 5);
  CHECK(facts[1].pair_deliveries.size() == 3);
  CHECK(facts[2].user_deliveries.size() == 3);
  CHECK(facts[2].pair_deliveries.size() == 3);
  CHECK(facts[3].user_deliveries == facts[2].user_deliveries);
  REQUIRE(facts[3].pair_deliveries.size() == 3);  // which the user's newest do not show
  CHECK(facts[3].last_outreach_at == facts[3].pair_deliveries.front());
  CHECK(facts[3].last_type == EngagementType::memory_reminder);
  CHECK(*facts[3].last_outreach_at - *facts[3].silent_since == std::chrono::hours{24});
  CHECK(facts[4].user_deliveries.empty());
  CHECK_FALSE(facts[4].last_outreach_at);
  for (auto const& one : facts) {
    auto const is_newest_first = [](auto const& list) { return std::is_sorted(list.rbegin(), list.rend()); };
    CHECK(is_newest_first(one.user_deliveries));
    CHECK(is_newest_first(one.pair_deliveries));
  }
}

TEST_CASE("open messages are those of the user, and of the pair") {
  TestDatabase database;
  auto const plan = [&](int companion, std::string const& conversation) {
    database.exec(
        "INSERT INTO engagements (user_id, companion_id, conversation_id, engagement_type, engagement_content, "
        "scheduled_for, engagement_status, created_at, relationship_stage, writer, run_id) "
        "VALUES ('u1', $1, $2, 'check_in', 'Hello', now() + $3::integer * interval '1 hour', 'scheduled', now(), "
        "'friend', 'template', 'r')",
        {companion, conversation, companion});
  };
  plan(1, "a");
  plan(2, "b");
  std::vector<Pair> const pairs{{"u1", "1"}, {"u1", "3"}};
  auto const planned = history_of(database, pairs, Planned::count);
  CHECK(planned[0].pair_open);
  CHECK(planned[0].user_open == 2);
  CHECK(planned[0].open_conversations == std::vector<std::string>{"b"});
  CHECK(planned[0].user_deliveries.size() == 2);
  CHECK_FALSE(planned[1].pair_open);
  CHECK(planned[1].open_conversations == std::vector<std::string>{"a", "b"});
  CHECK(planned[1].next_delivery == std::min(planned[1].user_deliveries[0], planned[1].user_deliveries[1]));
  auto const sent_alone = history_of(database, pairs, Planned::leave_out);
  CHECK(sent_alone[0].user_deliveries.empty());
  CHECK_FALSE(sent_alone[0].pair_open);
}
