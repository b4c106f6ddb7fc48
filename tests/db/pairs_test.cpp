// Which pairs are known, looked at, and forgotten.
#include "store/pairs.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "app/pass/schedule.hpp"
#include "support/db/test_database.hpp"

using namespace proactive;
using store::Transaction;
using test::TestDatabase;

namespace {

app::ScheduleResult schedule(TestDatabase& database, app::ScheduleOptions const& options) {
  auto const run_id = app::new_run_id();
  auto const access = options.pass.dry_run ? store::Access::read_only : store::Access::read_write;
  auto session = app::open_session(database.invocation(), "schedule " + run_id, access, app::Needs::adapter);
  return app::run_schedule(session, run_id, options);
}

app::ScheduleResult schedule(TestDatabase& database, bool dry_run = false) {
  return schedule(database, app::ScheduleOptions{.pass = {.dry_run = dry_run}});
}

long refused(app::ScheduleResult const& result, Reason reason) {
  auto const found = result.counts.refused.find(reason);
  return found == result.counts.refused.end() ? 0 : found->second;
}

// A pair of the app that nobody has told us of.
void add_unknown(TestDatabase& database, TestDatabase::RelationshipRow const& row) {
  database.add_relationship(row);
  database.exec("DELETE FROM pairs WHERE user_id = $1", {row.user});
}

// As if so much time had passed since the app was asked.
void let_pass(TestDatabase& database, std::string const& since_asked, std::string const& since_full) {
  database.exec("UPDATE discovery SET asked_at = asked_at - $1::interval, full_at = full_at - $2::interval",
                {since_asked, since_full});
}

std::string known(TestDatabase& database) {
  return database.value("SELECT string_agg(user_id, ' ' ORDER BY user_id) FROM pairs");
}

}  // namespace

TEST_CASE("the first run learns of all pairs, the next one asks only when it is time") {
  TestDatabase database;
  add_unknown(database, {.user = "u1"});
  add_unknown(database, {.user = "u2", .companion = 2});
  CHECK(schedule(database).counts.scheduled == 2);
  CHECK(known(database) == "u1 u2");
  add_unknown(database, {.user = "u3"});
  database.add_message("u3", 1, "user", "now");
  CHECK(schedule(database).counts.checked == 0);
  CHECK(known(database) == "u1 u2");
  let_pass(database, "15 minutes", "15 minutes");
  CHECK(refused(schedule(database), Reason::interval) == 1);
  CHECK(known(database) == "u1 u2 u3");
}

TEST_CASE("later runs learn of pairs that began or whose user wrote, and once a day of all") {
  TestDatabase database;
  add_unknown(database, {.user = "first"});
  schedule(database);
  add_unknown(database, {.user = "quiet"});
  add_unknown(database, {.user = "wrote"});
  add_unknown(database, {.user = "began"});
  add_unknown(database, {.user = "late"});
  add_unknown(database, {.user = "answered"});
  database.add_message("wrote", 1, "user", "now");
  // What was committed late: some minutes before the app was asked the last time.
  database.add_message("late", 1, "user", "now");
  database.exec("UPDATE public.messages SET created_at = created_at - interval '9 minutes' WHERE user_id = 'late'");
  database.add_message("answered", 1, "companion", "now");
  database.exec("UPDATE public.relationship_progression SET created_at = now() WHERE user_id = 'began'");
  database.exec("UPDATE discovery SET asked_at = now() - interval '15 minutes'");
  schedule(database);
  CHECK(known(database) == "began first late wrote");
  let_pass(database, "15 minutes", "24 hours");
  schedule(database);
  CHECK(known(database) == "answered began first late quiet wrote");
}

TEST_CASE("an app that had nobody is asked for all again by each run") {
  TestDatabase database;
  schedule(database);
  add_unknown(database, {.user = "quiet"});
  CHECK(schedule(database).counts.scheduled == 1);
  CHECK(known(database) == "quiet");
  database.exec("DELETE FROM engagements");
  database.exec("DELETE FROM pairs");  // forgotten, all of them: nobody is known again
  schedule(database);
  CHECK(known(database) == "quiet");
}

TEST_CASE("who is named is learned of at once") {
  TestDatabase database;
  add_unknown(database, {.user = "first"});
  schedule(database);
  for (auto const* user : {"quiet", "other", "third"}) add_unknown(database, {.user = user, .companion = 2});
  app::ScheduleOptions named;
  named.selection.user_id = "quiet";
  CHECK(schedule(database, named).counts.scheduled == 1);
  CHECK(known(database) == "first quiet");
  named.selection = {std::nullopt, "2"};
  schedule(database, named);
  CHECK(known(database) == "first other quiet third");
}

TEST_CASE("a dry run looks at those pairs that the same run would learn of") {
  for (bool const was_empty : {true, false}) {
    for (auto const* asked_ago : {"1 minute", "20 minutes", "25 hours"}) {
      for (int which = 0; which < 3; ++which) {
        TestDatabase database;
        if (!was_empty) database.add_relationship({.user = "known", .stage = "stranger"});
        schedule(database);
        let_pass(database, asked_ago, asked_ago);
        add_unknown(database, {.user = "quiet"});
        add_unknown(database, {.user = "began", .companion = 2});
        database.exec("UPDATE public.relationship_progression SET created_at = now() WHERE user_id = 'began'");
        app::ScheduleOptions options;
        options.recheck = which == 1;
        if (which == 2) options.selection.user_id = "quiet";
        auto preview = options;
        preview.pass.dry_run = true;
        CAPTURE(was_empty);
        CAPTURE(std::string{asked_ago});
        CAPTURE(which);
        auto const promised = schedule(database, preview).counts;
        auto const done = schedule(database, options).counts;
        CHECK(promised.scheduled == done.scheduled);
        CHECK(promised.checked == done.checked);
      }
    }
  }
}

TEST_CASE("a recheck learns of all pairs at once") {
  TestDatabase database;
  add_unknown(database, {.user = "first"});
  schedule(database);
  add_unknown(database, {.user = "quiet"});
  auto session = app::open_session(database.invocation(), "schedule", store::Access::read_write, app::Needs::adapter);
  app::run_schedule(session, app::new_run_id(), {.recheck = true});
  CHECK(known(database) == "first quiet");
}

TEST_CASE("a parked pair is woken by its user, and by nobody else") {
  TestDatabase database;
  database.add_relationship({.stage = "stranger"});
  CHECK(refused(schedule(database), Reason::stage) == 1);
  CHECK(database.value("SELECT next_check_at > now() + interval '29 days' FROM pairs") == "t");
  database.add_message("u1", 1, "companion", "now");
  let_pass(database, "15 minutes", "15 minutes");
  CHECK(schedule(database).counts.checked == 0);
  database.add_message("u1", 1, "user", "now");
  CHECK(schedule(database).counts.checked == 0);
  let_pass(database, "15 minutes", "15 minutes");
  CHECK(schedule(database).counts.checked == 1);
}

TEST_CASE("a dry run looks at pairs that it would have learned of, and stores none") {
  TestDatabase database;
  add_unknown(database, {.user = "u1"});
  CHECK(schedule(database, true).counts.scheduled == 1);
  CHECK(known(database).empty());
}

TEST_CASE("one run takes the turn, and the next one where it ended, ten minutes earlier") {
  TestDatabase database;
  database.add_relationship({});
  auto session = app::open_session(database.invocation(), "test", store::Access::read_write);
  auto const noon = parse_instant("2026-03-02T12:00:00Z").value();
  auto const take = [](app::Session& of, Instant as_of) {
    return of.database->transact(
        [&](Transaction& transaction) { return store::take_discovery_turn(transaction, as_of, 15, false); });
  };
  auto const first = take(session, noon);
  REQUIRE(first);
  CHECK(first->since == "-infinity");
  CHECK(first->is_full);
  CHECK_FALSE(take(session, noon));
  CHECK_FALSE(take(session, noon + std::chrono::minutes{15} - std::chrono::microseconds{1}));
  session.database->transact([&](Transaction& transaction) { store::end_full_discovery(transaction, noon); });
  auto const second = take(session, noon + std::chrono::minutes{15});
  REQUIRE(second);
  CHECK(second->since == "2026-03-02 11:50:00+00");
  CHECK_FALSE(second->is_full);
  auto const next_day = take(session, noon + std::chrono::hours{24});
  REQUIRE(next_day);
  CHECK(next_day->is_full);
}

TEST_CASE("learning of all for the first time goes on where a run was killed") {
  TestDatabase database;
  database.add_relationship({.user = "u1"});
  add_unknown(database, {.user = "u2"});
  database.exec("UPDATE discovery SET asked_at = now(), full_at = '-infinity'");
  CHECK(schedule(database, true).counts.scheduled == 2);
  database.exec("INSERT INTO leases VALUES ('upkeep', 0, 'another', now() + interval '1 minute')");
  schedule(database);
  CHECK(known(database) == "u1");
  database.exec("DELETE FROM leases");
  schedule(database);
  CHECK(known(database) == "u1 u2");
}

TEST_CASE("of runs that begin at once one takes the turn") {
  TestDatabase database;
  auto const as_of = parse_instant("2026-03-02T12:00:00Z").value();
  std::atomic<int> turns{0};
  std::vector<app::Session> sessions;  // opened one after the other, since each opens the log
  for (int i = 0; i < 4; ++i)
    sessions.push_back(app::open_session(database.invocation(), "test", store::Access::read_write));
  std::vector<std::thread> runs;
  for (auto& session : sessions) {
    runs.emplace_back([&] {
      auto const turn = session.database->transact([&](Transaction& transaction) {
        auto const taken = store::take_discovery_turn(transaction, as_of, 15, false);
        if (taken) transaction.exec_text("SELECT pg_sleep(0.2)", {});  // the others wait for its row
        return taken;
      });
      if (turn) ++turns;
    });
  }
  for (auto& run : runs) run.join();
  CHECK(turns == 1);
}

TEST_CASE("ids that no index could hold, and none at all, are passed over") {
  TestDatabase database;
  database.install_adapter(database.adapter_with(
      "WHERE $1 = '-infinity'",
      "WHERE $1 = '-infinity' UNION SELECT repeat('x', 201), '1' UNION SELECT repeat('x', 200), '1' "
      "UNION SELECT '', '1' UNION SELECT NULL, '1' UNION SELECT 'u2', repeat('y', 100000)"));
  database.add_relationship({});
  schedule(database);
  CHECK(known(database) == "u1 " + std::string(200, 'x'));
}

TEST_CASE("a pair that is gone is parked, comes back, and is forgotten after 30 days") {
  TestDatabase database;
  database.add_relationship({.user = "u1"});
  database.add_relationship({.user = "u2"});
  auto const u1 = [&](std::string const& what) {
    return database.value("SELECT " + what + " FROM pairs WHERE user_id = 'u1'");
  };
  auto const look_again = [&] {
    database.exec("UPDATE pairs SET next_check_at = now() WHERE user_id = 'u1'");
    return schedule(database);
  };
  database.exec("DELETE FROM public.users WHERE id = 'u1'");
  auto const result = schedule(database);
  CHECK(refused(result, Reason::gone) == 1);
  CHECK(result.counts.scheduled == 1);
  CHECK(result.code == ExitCode::ok);
  CHECK(u1("gone_since = (SELECT as_of FROM runs)") == "t");
  CHECK(u1("next_check_at = gone_since + interval '30 days'") == "t");

  SUBCASE("comes back") {
    database.add_relationship({.user = "u1"});
    CHECK(look_again().counts.scheduled == 1);
    CHECK(u1("gone_since IS NULL") == "t");
  }
  SUBCASE("is still gone") {
    database.exec("UPDATE pairs SET gone_since = gone_since - interval '29 days'");
    CHECK(refused(look_again(), Reason::gone) == 1);
    CHECK(u1("gone_since < now() - interval '28 days'") == "t");
  }
  SUBCASE("is forgotten") {
    database.exec("UPDATE pairs SET gone_since = gone_since - interval '30 days'");
    CHECK(refused(look_again(), Reason::gone) == 1);
    CHECK(known(database) == "u2");
  }
}

TEST_CASE("that everybody is gone is the adapter's fault, and nobody is taken for it") {
  TestDatabase database;
  for (int user = 1; user <= 3; ++user) database.add_relationship({.user = "u" + std::to_string(user)});
  database.exec("TRUNCATE public.relationship_progression");
  try {
    schedule(database);
    FAIL("it must be an error");
  } catch (Error const& problem) {
    CHECK(problem.code() == ExitCode::configuration);
    CHECK(std::string{problem.what()}.find("has facts of none of 3 pairs") != std::string::npos);
  }
  CHECK(database.value("SELECT count(*) FROM pairs WHERE gone_since IS NULL AND next_check_at <= now()") == "3");
  CHECK(database.value("SELECT exit_code FROM runs") == "78");
}
