// Messages that wait for an operator, and what is kept no longer.
#include <doctest/doctest.h>

#include <set>

#include "app/operator/queue.hpp"
#include "app/operator/templates.hpp"
#include "app/pass/process.hpp"
#include "app/pass/schedule.hpp"
#include "support/db/test_database.hpp"

using namespace proactive;
using test::TestDatabase;

namespace {

NamedValues const quiet_off{{"quiet_hours", "off"}};

app::ScheduleReport scheduled(TestDatabase& database, NamedValues settings) {
  settings.insert(settings.end(), quiet_off.begin(), quiet_off.end());
  auto session =
      app::open_session(database.invocation(settings), "schedule", store::Access::read_write, app::Needs::adapter);
  return app::run_schedule(session, app::new_run_id(), {}).counts;
}

app::ProcessReport processed(TestDatabase& database) {
  auto session =
      app::open_session(database.invocation(quiet_off), "process", store::Access::read_write, app::Needs::adapter);
  return app::run_process(session, app::new_run_id(), {}).counts;
}

void make_due(TestDatabase& database, std::string const& ago = "0 hours") {
  database.exec(
      "UPDATE engagements SET created_at = created_at - interval '2 hours', scheduled_for = now() - interval '" + ago +
      "' WHERE engagement_status = 'scheduled'");
}

std::string the_status(TestDatabase& database) {
  return database.value(
      "SELECT engagement_status || coalesce(' ' || reason, '') || coalesce(' ' || approved_by, '') FROM "
      "engagements");
}

std::string the_id(TestDatabase& database) { return database.value("SELECT id FROM engagements"); }

void add_sent(TestDatabase& database, int days_ago, std::string const& companion = "1") {
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, "
      "engagement_status, created_at, relationship_stage, writer, run_id) SELECT 'u1', $2, 'check_in', 'Hello', t.at, "
      "t.at, 'ignored', t.at, 'friend', 'template', 'r' FROM (SELECT now() - $1::int * interval '1 day' AS at) t",
      {days_ago, companion});
  database.exec("INSERT INTO deliveries SELECT user_id, id, 'm', 'c', sent_at FROM engagements ON CONFLICT DO NOTHING");
}

}  // namespace

TEST_CASE("a message that waits is not due before it is approved") {
  TestDatabase database;
  database.add_relationship({});
  REQUIRE(scheduled(database, {{"approval", "all"}}).scheduled == 1);
  make_due(database);
  CHECK(processed(database).due == 0);
  auto const waiting = app::queued_messages(database.invocation(), store::QueueState::waiting);
  REQUIRE(waiting.messages.size() == 1);
  CHECK(waiting.messages[0].writer == "template");
  CHECK(app::approve_messages(database.invocation(), {{the_id(database)}}) == 1);
  CHECK_THROWS_AS(app::approve_messages(database.invocation(), {{the_id(database)}}), Error);
  CHECK(processed(database).sent == 1);
  CHECK(database.value("SELECT approved_by IS NOT NULL FROM engagements") == "t");
}

TEST_CASE("a list of what waits has the names of the two, and stands without them where the app cannot be asked") {
  TestDatabase database;
  database.add_relationship({});
  REQUIRE(scheduled(database, {{"approval", "all"}}).scheduled == 1);
  database.exec("UPDATE public.users SET name = 'Ada'");
  database.exec("UPDATE public.companions SET name = 'Luna'");
  auto const waiting = app::queued_messages(database.invocation(), store::QueueState::waiting);
  REQUIRE(waiting.names.size() == 1);
  CHECK(waiting.names.begin()->first == waiting.messages.at(0).pair);
  CHECK(waiting.names.begin()->second.user == "Ada");
  CHECK(waiting.names.begin()->second.companion == "Luna");
  database.exec("ALTER TABLE public.users RENAME COLUMN name TO called");
  auto const unnamed = app::queued_messages(database.invocation(), store::QueueState::waiting);
  CHECK(unnamed.messages.size() == 1);
  CHECK(unnamed.names.empty());
}

TEST_CASE("a message that is rejected is cancelled with the reason, and all are or none is") {
  TestDatabase database;
  database.add_relationship({});
  REQUIRE(scheduled(database, {{"approval_types", "check_in,topic_suggestion,emotional_support,memory_reminder"}})
              .scheduled == 1);
  CHECK_THROWS_AS(app::reject_messages(database.invocation(), {{the_id(database), "999999"}}, "too eager"), Error);
  CHECK_THROWS_AS(app::reject_messages(database.invocation(), {{"1; DROP"}}, "too eager"), Error);
  CHECK(the_status(database) == "scheduled");
  CHECK(app::reject_messages(database.invocation(), {{the_id(database)}}, "too eager") == 1);
  CHECK(the_status(database) == "cancelled rejected");
  CHECK(database.value("SELECT error LIKE '%: too eager' FROM engagements") == "t");
}

TEST_CASE("messages are cancelled by user, by companion or all together, whether they wait for approval or not") {
  TestDatabase database;
  for (auto const user : {"u1", "u2", "u3"}) database.add_relationship({.user = user});
  REQUIRE(scheduled(database, {}).scheduled == 3);
  auto const open = [&] {
    return database.value("SELECT count(*) FROM engagements WHERE engagement_status = 'scheduled'");
  };
  CHECK(app::cancel_messages(database.invocation(), {.user_id = "nobody"}, "") == 0);
  CHECK(app::cancel_messages(database.invocation(), {.user_id = "u2", .companion_id = "1"}, "") == 1);
  CHECK(database.value("SELECT reason || ':' || substr(error, strpos(error, ' ')) FROM engagements WHERE user_id = "
                       "'u2'") == "rejected: cancelled it without giving a reason");
  CHECK(app::reject_messages(database.invocation(), {}, "none waits") == 0);
  CHECK(open() == "2");
  CHECK(app::cancel_messages(database.invocation(), {}, "a fault in the prompt") == 2);
  CHECK(open() == "0");
}

TEST_CASE("a failed message is delivered after all, once the cause is mended") {
  TestDatabase database;
  for (auto const user : {"u1", "u2"}) database.add_relationship({.user = user});
  REQUIRE(scheduled(database, {}).scheduled == 2);
  make_due(database);
  database.exec("ALTER TABLE public.messages ADD CONSTRAINT broken CHECK (user_id <> 'u1') NOT VALID");
  CHECK(processed(database).failed == 1);
  database.exec("ALTER TABLE public.messages DROP CONSTRAINT broken");
  CHECK(processed(database).sent == 0);
  auto const failed = app::queued_messages(database.invocation(), store::QueueState::failed);
  REQUIRE(failed.messages.size() == 1);
  CHECK(failed.messages[0].reason == "delivery_error");
  CHECK(failed.counts.failed == 1);
  auto const id = failed.messages[0].id;
  auto const report = app::retry_messages(database.invocation(), {{id}});
  CHECK(report.retried.messages == 1);
  CHECK(report.left == 0);
  CHECK(processed(database).sent == 1);
  CHECK(database.value("SELECT count(*) FROM deliveries") == "2");
  CHECK_THROWS_AS(app::retry_messages(database.invocation(), {{id}}), Error);  // it is sent
}

TEST_CASE("what failed too long ago to make sense is not sent when it is retried") {
  TestDatabase database;
  database.add_relationship({});
  REQUIRE(scheduled(database, {}).scheduled == 1);
  database.exec(
      "UPDATE engagements SET engagement_status = 'failed', reason = 'delivery_error', closed_at = now(), created_at = "
      "now() - interval '1 hour', scheduled_for = now() - interval '4 days'");
  CHECK(app::retry_messages(database.invocation(), {}).retried.messages == 1);
  CHECK(processed(database).sent == 0);
  CHECK(the_status(database) == "expired expired");
}

TEST_CASE("of messages that failed without a text the pairs are looked at again") {
  TestDatabase database;
  database.add_relationship({});
  REQUIRE(scheduled(database, {}).scheduled == 1);
  database.exec(
      "UPDATE engagements SET engagement_status = 'failed', reason = 'no_message', closed_at = now(), "
      "engagement_content = NULL, writer = NULL, approved_at = NULL");
  database.exec("UPDATE pairs SET next_check_at = now() + interval '1 day'");
  auto const report = app::retry_messages(database.invocation(), {});
  CHECK(report.retried.messages == 0);
  CHECK(report.retried.unwritten == 1);
  CHECK(report.left == 0);
  CHECK(database.value("SELECT next_check_at <= now() FROM pairs") == "t");
}

TEST_CASE("a failed message whose pair has a newer one is left") {
  TestDatabase database;
  database.add_relationship({});
  REQUIRE(scheduled(database, {}).scheduled == 1);
  database.exec("UPDATE engagements SET engagement_status = 'failed', reason = 'delivery_error', closed_at = now()");
  database.exec("UPDATE pairs SET next_check_at = '2000-01-01'");
  REQUIRE(scheduled(database, {}).scheduled == 1);
  auto const report = app::retry_messages(database.invocation(), {});
  CHECK(report.retried.messages == 0);
  CHECK(report.left == 1);
}

TEST_CASE("what was rejected does not come back word for word") {
  TestDatabase database;
  database.add_relationship({});
  NamedValues const settings{{"approval", "all"}, {"template_rest_days", "14"}};
  std::set<std::string> texts;
  for (int round = 0; round < 4; ++round) {
    REQUIRE(scheduled(database, settings).scheduled == 1);
    auto const waiting = app::queued_messages(database.invocation(), store::QueueState::waiting).messages.at(0);
    CHECK(texts.insert(*waiting.content).second);
    app::reject_messages(database.invocation(), {{waiting.id}}, "no");
    database.exec("UPDATE pairs SET next_check_at = '2000-01-01'");
  }
}

TEST_CASE("a message that nobody approves in time expires, and a template may ask for approval") {
  TestDatabase database;
  database.add_relationship({});
  CHECK(scheduled(database, {{"approval", "llm"}}).scheduled == 1);
  CHECK(database.value("SELECT approved_at IS NOT NULL FROM engagements") == "t");
  for (auto const* statement :
       {"DELETE FROM engagements", "UPDATE templates SET approval = true", "UPDATE pairs SET next_check_at = now()"})
    database.exec(statement);
  CHECK(scheduled(database, {}).scheduled == 1);
  CHECK(database.value("SELECT approved_at IS NULL FROM engagements") == "t");
  make_due(database, "7 days");
  CHECK(processed(database).expired == 1);
  CHECK(the_status(database) == "expired expired");
  CHECK(database.value("SELECT error FROM engagements") == "nobody has approved it in time");
}

TEST_CASE("what is old loses its text, then its row, and what waits are counted by stays") {
  TestDatabase database;
  database.add_relationship({.silent_hours = -1});
  for (int i = 0; i < 12; ++i) add_sent(database, 400 + i);
  add_sent(database, 300);
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_status, reason, closed_at, "
      "created_at, "
      "relationship_stage, run_id) SELECT 'u1', '1', 'check_in', 'cancelled', 'gone', now() - interval '400 days', "
      "now() - interval '400 days', 'friend', 'r'");
  scheduled(database, {{"retention_days", "off"}});
  CHECK(database.value("SELECT count(*) FROM engagements WHERE run_id = 'r'") == "14");
  scheduled(database, {{"retention_days", "365"}});
  CHECK(database.value("SELECT count(*) FROM engagements WHERE engagement_status = 'cancelled' AND run_id = 'r'") ==
        "0");
  CHECK(database.value("SELECT count(engagement_content) FROM engagements WHERE run_id = 'r'") == "1");
  auto const kept = std::stoi(database.value("SELECT count(*) FROM engagements WHERE run_id = 'r'"));
  CHECK(kept >= 3);  // what the limits of the preset count
  CHECK(kept < 13);
  CHECK(database.value("SELECT count(*) FROM deliveries") == std::to_string(kept));
}

TEST_CASE("the round through all messages goes on where the run before has left it, once a day") {
  TestDatabase database;
  database.add_relationship({.silent_hours = -1});
  add_sent(database, 400);
  add_sent(database, 401);
  auto const texts = "SELECT count(engagement_content) FROM engagements WHERE run_id = 'r'";
  database.exec(
      "UPDATE retention_round SET began_at = now() - interval '1 hour', (after_user, after_id) = (SELECT user_id, "
      "min(id) FROM engagements GROUP BY user_id)");
  scheduled(database, {});
  CHECK(database.value(texts) == "1");
  CHECK(database.value("SELECT after_user IS NULL AND began_at < now() - interval '59 minutes' FROM retention_round") ==
        "t");
  scheduled(database, {});
  CHECK(database.value(texts) == "1");
  database.exec("UPDATE retention_round SET began_at = now() - interval '1 day'");
  scheduled(database, {});
  CHECK(database.value(texts) == "0");
  CHECK(database.value("SELECT began_at > now() - interval '1 minute' FROM retention_round") == "t");
}

TEST_CASE("a memory rests as long as it is to, also where its message's text is gone") {
  TestDatabase database;
  database.add_relationship({.silent_hours = -1});
  add_sent(database, 40);
  add_sent(database, 400);
  database.exec("UPDATE engagements SET memory_ids = '[\"17\"]'");
  scheduled(database, {{"retention_days", "30"}, {"memory_rest_days", "365"}});
  CHECK(
      database.value("SELECT string_agg(memory_ids::text || (engagement_content IS NULL), ', ') FROM engagements WHERE "
                     "sent_at > now() - interval '100 days' AND run_id = 'r'") == "[\"17\"]true");
  CHECK(database.value(
            "SELECT count(*) FROM engagements WHERE sent_at < now() - interval '100 days' AND memory_ids IS NOT "
            "NULL") == "0");
}

TEST_CASE("the proof of a message is kept as long as a policy asks") {
  TestDatabase database;
  database.add_relationship({.silent_hours = -1});
  for (int i = 0; i < 12; ++i) add_sent(database, 400 + i);
  scheduled(database, {{"retention_days", "365"}, {"policy_packs", "gdpr-consent"}});
  CHECK(database.value("SELECT count(*) || ' ' || count(engagement_content) FROM engagements WHERE run_id = 'r'") ==
        "12 0");
}

TEST_CASE("calls of the webhook are kept as long as texts, and what waits for as long as it waits") {
  TestDatabase database;
  database.add_relationship({.silent_hours = -1});
  for (int i = 0; i < 4; ++i) add_sent(database, 10 + i);
  database.exec(
      "INSERT INTO outbox (user_id, engagement_id, status, body, created_at, next_at, closed_at) "
      "SELECT e.user_id, e.id, s.status, s.body, s.at, CASE s.status WHEN 'waiting' THEN s.at END, "
      "       CASE WHEN s.status <> 'waiting' THEN s.at END "
      "  FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM engagements WHERE run_id = 'r') e "
      "  JOIN (VALUES (1, 'accepted', NULL, now() - interval '400 days'), (2, 'dead', '{}', now() - interval '400 "
      "days'), "
      "               (3, 'waiting', '{}', now() - interval '400 days'), (4, 'accepted', NULL, now() - interval '1 "
      "day')) "
      "       s(n, status, body, at) USING (n)");
  scheduled(database, {{"retention_days", "off"}});
  CHECK(database.value("SELECT count(*) FROM outbox") == "4");
  scheduled(database, {{"retention_days", "365"}});
  CHECK(database.value("SELECT string_agg(status, ' ' ORDER BY status) FROM outbox") == "accepted waiting");
}
