// What becomes of pairs and messages where an app's functions answer in ways that the seed's do not.
#include "store/adapter.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "app/pass/process.hpp"
#include "app/pass/schedule.hpp"
#include "support/db/test_database.hpp"

using namespace proactive;
using store::Transaction;
using test::TestDatabase;

namespace {

app::Session open(TestDatabase& database, std::string const& purpose) {
  return app::open_session(database.invocation(), purpose, store::Access::read_write, app::Needs::adapter);
}

app::ScheduleResult schedule(TestDatabase& database) {
  auto session = open(database, "schedule");
  return app::run_schedule(session, app::new_run_id(), {});
}

app::ProcessResult process(TestDatabase& database) {
  auto session = open(database, "process");
  return app::run_process(session, app::new_run_id(), {});
}

ExitCode code_of(auto const& action) {
  try {
    action();
  } catch (Error const& problem) {
    return problem.code();
  }
  return ExitCode::ok;
}

void add_due(TestDatabase& database, std::string const& user) {
  database.add_relationship({.user = user});
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, "
      "engagement_status, created_at, relationship_stage, writer, run_id) VALUES ($1::text, '1', 'check_in', "
      "'Hello ' || $1::text, now() - interval '1 minute', 'scheduled', now() - interval '3 hours', 'friend', "
      "'template', 'r')",
      {user});
}

std::string status_of(TestDatabase& database, std::string const& user) {
  return database.value("SELECT engagement_status || coalesce(' ' || reason, '') FROM engagements WHERE user_id = $1",
                        {user});
}

std::string messages_to(TestDatabase& database, std::string const& user) {
  return database.value("SELECT count(*) FROM public.messages WHERE user_id = $1", {user});
}

// The seed's adapter whose app_deliver stores the messages of all but u2, and says of u2 what `answer` selects: a whole
// SELECT over for_u2(e).
void install_with_answer_for_u2(TestDatabase& database, std::string const& answer) {
  database.install_adapter(database.adapter_with("proactive.app_deliver(", "proactive.seed_deliver(") + R"(
CREATE FUNCTION proactive.app_deliver(users text[], companions text[], engagements bigint[], contents text[],
                                      details jsonb[], at timestamptz)
RETURNS TABLE (engagement_id bigint, message_id text, conversation_id text, message jsonb, refused text)
LANGUAGE sql VOLATILE AS $$
  SELECT s.engagement_id, s.message_id, s.conversation_id, s.message, NULL
    FROM (SELECT array_agg(d.u) AS u, array_agg(d.c) AS c, array_agg(d.e) AS e, array_agg(d.t) AS t, array_agg(d.j) AS j
            FROM unnest($1, $2, $3, $4, $5) d(u, c, e, t, j) WHERE d.u <> 'u2') w
   CROSS JOIN LATERAL proactive.seed_deliver(w.u, w.c, w.e, w.t, w.j, $6) s
  UNION ALL
  SELECT f.* FROM (SELECT d.e FROM unnest($1, $3) d(u, e) WHERE d.u = 'u2') for_u2(e) CROSS JOIN LATERAL ()" +
                           answer + R"() f $$;)");
}

}  // namespace

TEST_CASE("a message that the app refuses is cancelled with the app's reason, and its neighbours are sent") {
  TestDatabase database;
  install_with_answer_for_u2(database, "SELECT e, NULL, NULL, NULL::jsonb, 'blocked'");
  for (auto const* user : {"u1", "u2", "u3"}) add_due(database, user);
  auto const result = process(database);
  CHECK(result.counts.sent == 2);
  CHECK(result.counts.cancelled == ReasonCounts{{Reason::refused, 1}});
  CHECK(result.counts.failed == 0);
  CHECK(result.code == ExitCode::ok);
  CHECK(status_of(database, "u1") == "sent");
  CHECK(status_of(database, "u2") == "cancelled refused");
  CHECK(database.value("SELECT error FROM engagements WHERE user_id = 'u2'") == "blocked");
  CHECK(messages_to(database, "u2") == "0");
  CHECK(database.value("SELECT string_agg(user_id, ' ' ORDER BY user_id) FROM deliveries") == "u1 u3");
}

TEST_CASE("a batch whose answers are not one for each is split until the wrong one stands alone") {
  TestDatabase database;
  std::string answer;
  std::string error;
  SUBCASE("none") {
    answer = "SELECT e, NULL, NULL, NULL::jsonb, NULL WHERE false";
    error = "no row";
  }
  SUBCASE("two") {
    answer = "SELECT e, n::text, '1', NULL::jsonb, NULL FROM generate_series(1, 2) n";
    error = "more than one row";
  }
  SUBCASE("another's") {
    answer = "SELECT e + 1000, NULL, NULL, NULL::jsonb, NULL";
    error = "no row";
  }
  SUBCASE("one too many") {
    answer = "SELECT id, NULL, NULL, NULL::jsonb, NULL FROM unnest(ARRAY[e, e + 1000]) id";
    error = "that it was not given";
  }
  install_with_answer_for_u2(database, answer);
  for (auto const* user : {"u1", "u2", "u3"}) add_due(database, user);
  auto const result = process(database);
  CHECK(result.counts.sent == 2);
  CHECK(result.counts.failed == 1);
  CHECK(result.code == ExitCode::some_failed);
  CHECK(status_of(database, "u2") == "failed delivery_error");
  CHECK(database.value("SELECT error FROM engagements WHERE user_id = 'u2'").find(error) != std::string::npos);
}

TEST_CASE("a message that a node of a cluster refuses, of which it says no more than XX000, fails alone") {
  TestDatabase database;
  database.exec(
      "CREATE FUNCTION public.refuse() RETURNS text LANGUAGE plpgsql AS $$ BEGIN "
      "RAISE EXCEPTION 'value too long' USING ERRCODE = 'XX000'; END $$");
  install_with_answer_for_u2(database, "SELECT e, NULL, NULL, NULL::jsonb, public.refuse()");
  for (auto const* user : {"u1", "u2", "u3"}) add_due(database, user);
  auto const result = process(database);
  CHECK(result.counts.sent == 2);
  CHECK(result.counts.failed == 1);
  CHECK(status_of(database, "u2") == "failed delivery_error");
}

TEST_CASE("the key of deliveries refuses a second one, whatever the engagement's status says") {
  TestDatabase database;
  add_due(database, "u1");
  CHECK(process(database).counts.sent == 1);
  database.exec(
      "UPDATE engagements SET engagement_status = 'scheduled', sent_at = NULL, settle_at = NULL, proof = NULL, "
      "created_at = now()");
  add_due(database, "u2");
  auto const result = process(database);
  CHECK(result.counts.sent == 1);
  CHECK(result.counts.failed == 1);
  CHECK(status_of(database, "u1") == "failed delivery_error");
  CHECK(messages_to(database, "u1") == "1");
  CHECK(messages_to(database, "u2") == "1");
}

TEST_CASE("an adapter that somebody has changed, or removed, ends in 78") {
  TestDatabase database;
  auto const opened = [&] { return code_of([&] { open(database, "test"); }); };
  CHECK(opened() == ExitCode::ok);
  SUBCASE("its settings") {
    database.exec("ALTER FUNCTION app_facts(text[], text[]) SET search_path = public, pg_temp");
  }
  SUBCASE("its rights") { database.exec("ALTER FUNCTION app_deliver SECURITY INVOKER"); }
  SUBCASE("its text") {
    database.exec(
        "CREATE OR REPLACE FUNCTION app_pairs(since timestamptz) RETURNS TABLE (user_id text, companion_id text) "
        "LANGUAGE sql AS $$ SELECT 'u1', '1' $$");
  }
  SUBCASE("a function") { database.exec("DROP FUNCTION app_answers"); }
  SUBCASE("all of it") {
    auto session = open(database, "test");
    session.database->transact(store::remove_adapter);
  }
  CHECK(opened() == ExitCode::configuration);
}

TEST_CASE("a pair that cannot be read is parked alone, with its error, and counted") {
  TestDatabase database;
  for (auto const* user : {"u1", "u2", "u3"}) database.add_relationship({.user = user});
  std::string error;
  SUBCASE("NaN") {
    database.install_adapter(database.adapter_with(
        "r.intimacy_level", "CASE WHEN d.user_id = 'u2' THEN 'NaN' ELSE r.intimacy_level::float8 END"));
    error = "intimacy is nan";
  }
  SUBCASE("an error of a function") {
    database.install_adapter(
        database.adapter_with("r.intimacy_level", "5 / CASE WHEN d.user_id = 'u2' THEN 0 ELSE 1 END"));
    error = "division by zero";
  }
  SUBCASE("two rows") {
    database.install_adapter(
        database.adapter_with("JOIN public.users u ON u.id = d.user_id",
                              "JOIN public.users u ON u.id = d.user_id CROSS JOIN LATERAL "
                              "generate_series(1, CASE d.user_id WHEN 'u2' THEN 2 ELSE 1 END) twice"));
    error = "more than one row";
  }
  auto const result = schedule(database);
  CHECK(result.counts.scheduled == 2);
  CHECK(result.counts.reads.unreadable == 1);
  CHECK(result.report["unreadable"] == 1);
  CHECK(result.code == ExitCode::some_failed);
  CHECK(database.value("SELECT string_agg(user_id, ' ') FROM pairs WHERE error IS NOT NULL") == "u2");
  CHECK(database.value("SELECT lower(error) FROM pairs WHERE user_id = 'u2'").find(error) != std::string::npos);
  CHECK(database.value("SELECT errors::text FROM runs").find("u2") != std::string::npos);
  CHECK(database.value("SELECT next_check_at > now() + interval '23 hours' FROM pairs WHERE user_id = 'u2'") == "t");
  CHECK(schedule(database).counts.checked == 0);
}

TEST_CASE("a message to a pair that cannot be read fails, and its neighbours are sent") {
  TestDatabase database;
  for (auto const* user : {"u1", "u2", "u3"}) add_due(database, user);
  database.install_adapter(database.adapter_with(
      "r.trust_level", "CASE WHEN d.user_id = 'u2' THEN 'Infinity' ELSE r.trust_level::float8 END"));
  auto const result = process(database);
  CHECK(result.counts.sent == 2);
  CHECK(result.counts.failed == 1);
  CHECK(result.counts.reads.unreadable == 1);
  CHECK(status_of(database, "u2") == "failed unreadable");
}

TEST_CASE("a function that refuses every pair is the adapter's fault, and parks nobody") {
  TestDatabase database;
  for (int user = 1; user <= 12; ++user) database.add_relationship({.user = "u" + std::to_string(user)});
  database.install_adapter(database.adapter_with("r.intimacy_level", "10 / (r.intimacy_level - r.intimacy_level)"));
  CHECK(code_of([&] { schedule(database); }) == ExitCode::configuration);
  CHECK(database.value("SELECT count(*) FROM pairs WHERE error IS NULL AND next_check_at <= now()") == "12");
}

TEST_CASE("a user who is deleted while the message is delivered is gone, which is no failure") {
  TestDatabase database;
  for (auto const* user : {"u1", "u2", "u3"}) add_due(database, user);
  std::atomic<bool> deleted{false};
  std::thread app([&] {
    auto session = app::open_session(database.invocation(), "app", store::Access::read_write);
    session.database->transact([&](Transaction& transaction) {
      transaction.exec_text("DELETE FROM public.users WHERE id = 'u2'", {});
      deleted = true;
      // Commits once the delivery, which has read the facts and still found the user, waits for it.
      auto const is_waited_for = [&] {
        return transaction.exec_text("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)", {})[0][0].boolean();
      };
      for (int i = 0; i < 400 && !is_waited_for(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds{10});
    });
  });
  while (!deleted) std::this_thread::sleep_for(std::chrono::milliseconds{1});
  auto const result = process(database);
  app.join();
  CHECK(result.counts.sent == 2);
  CHECK(result.counts.cancelled == ReasonCounts{{Reason::gone, 1}});
  CHECK(result.counts.failed == 0);
  CHECK(result.code == ExitCode::ok);
  CHECK(status_of(database, "u2") == "cancelled gone");
}
