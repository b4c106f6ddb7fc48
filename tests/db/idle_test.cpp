// Runs that find nothing to do are over after one look; whatever is to do is not overlooked by it.
#include <doctest/doctest.h>

#include "app/operator/experiment.hpp"
#include "app/pass/process.hpp"
#include "app/pass/schedule.hpp"
#include "support/db/test_database.hpp"

using namespace proactive;
using test::TestDatabase;

namespace {

NamedValues const without_breaks{{"quiet_hours", "off"}};

Json process_run(TestDatabase& database) {
  auto session =
      app::open_session(database.invocation(without_breaks), "process", store::Access::read_write, app::Needs::adapter);
  return app::run_process(session, app::new_run_id(), {}).report;
}

Json schedule_run(TestDatabase& database, NamedValues settings = {}) {
  settings.insert(settings.end(), without_breaks.begin(), without_breaks.end());
  auto session =
      app::open_session(database.invocation(settings), "schedule", store::Access::read_write, app::Needs::adapter);
  return app::run_schedule(session, app::new_run_id(), {}).report;
}

// Who leases slices has looked for more.
bool is_idle(Json const& report) { return report.at("slices") == 0; }

// A message to u1, and its user's pair, which is known.
void add_engagement(TestDatabase& database, std::string const& columns, std::string const& values) {
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, relationship_stage, run_id, created_at, " +
      columns + ") SELECT 'u1', '1', 'check_in', 'friend', 'r', now() - interval '3 hours', " + values);
}

// One pair, that nothing is due of, and nothing else that is to be done.
struct QuietWorld {
  TestDatabase database;
  QuietWorld() {
    database.add_relationship({.stage = "stranger"});
    schedule_run(database);  // learns of all, and goes the round of what is old
    REQUIRE(is_idle(schedule_run(database)));
    REQUIRE(is_idle(process_run(database)));
  }
};

}  // namespace

TEST_CASE("an idle run leaves a row as any other") {
  QuietWorld world;
  auto const report = process_run(world.database);
  CHECK(world.database.value("SELECT exit_code || ' ' || errors || ' ' || (finished_at IS NOT NULL) FROM runs WHERE "
                             "run_id = $1",
                             {report.at("run_id").get<std::string>()}) == "0 [] true");
  CHECK(world.database.value("SELECT report - 'duration_ms' FROM runs ORDER BY started_at DESC LIMIT 1") ==
        world.database.value("SELECT $1::jsonb - 'duration_ms' - 'run_id' - 'command' - 'engagements'", {report}));
  CHECK(world.database.value("SELECT count(*) FROM leases WHERE lease_until > now()") == "0");
}

TEST_CASE("process does not overlook") {
  QuietWorld world;
  auto& database = world.database;
  SUBCASE("what is due") {
    add_engagement(database, "engagement_status, scheduled_for, engagement_content, writer, approved_at",
                   "'scheduled', now(), 'Hello', 'template', now()");
  }
  SUBCASE("what waits for an operator, due or not") {
    add_engagement(database, "engagement_status, scheduled_for, engagement_content, writer, approved_at",
                   "'scheduled', now() + interval '1 day', 'Hello', 'template', NULL");
  }
  SUBCASE("what somebody who is held out would have got") {
    add_engagement(database, "engagement_status, scheduled_for", "'ghost', now()");
  }
  SUBCASE("a call of the webhook, due or not") {
    add_engagement(database, "engagement_status, scheduled_for, sent_at, engagement_content, writer, approved_at",
                   "'sent', now(), now(), 'Hello', 'template', now()");
    database.exec(
        "INSERT INTO outbox (user_id, engagement_id, body, created_at, next_at) SELECT user_id, id, '{}', now(), "
        "now() + interval '1 hour' FROM engagements");
  }
  SUBCASE("a receiver that is gone") {
    database.exec("INSERT INTO gone_receiver (fingerprint, since) VALUES ('f', now())");
  }
  CHECK_FALSE(is_idle(process_run(database)));
}

TEST_CASE("process overlooks what is not due yet") {
  QuietWorld world;
  add_engagement(world.database, "engagement_status, scheduled_for, engagement_content, writer, approved_at",
                 "'scheduled', now() + interval '1 hour', 'Hello', 'template', now()");
  CHECK(is_idle(process_run(world.database)));
}

TEST_CASE("schedule does not overlook") {
  QuietWorld world;
  auto& database = world.database;
  SUBCASE("a pair that is due") { database.exec("UPDATE pairs SET next_check_at = now()"); }
  SUBCASE("a draft whose writer has died") {
    add_engagement(database, "engagement_status, scheduled_for, lease_until",
                   "'drafting', now() + interval '1 hour', now() - interval '1 second'");
  }
  SUBCASE("a message of which it is to be asked what came") {
    add_engagement(database,
                   "engagement_status, scheduled_for, sent_at, engagement_content, writer, approved_at, settle_at",
                   "'sent', now() - interval '2 hours', now() - interval '2 hours', 'Hello', 'template', now(), now()");
  }
  SUBCASE("that it is time to learn of pairs") {
    database.exec("UPDATE discovery SET asked_at = now() - interval '2 hours'");
  }
  SUBCASE("that nobody is known") { database.exec("DELETE FROM pairs"); }
  SUBCASE("that it is time to look for what is old") {
    database.exec("UPDATE retention_round SET began_at = now() - interval '25 hours'");
  }
  SUBCASE("a round that was not ended") { database.exec("UPDATE retention_round SET after_user = 'u1', after_id = 1"); }
  SUBCASE("an experiment that runs, once a day") {
    app::create_experiment(database.invocation(), {"warmth", "default", {"control", "warm", "min_gap_hours=48"}});
    app::run_experiment(database.invocation(), "warmth", 100, app::Begin::start);
  }
  CHECK_FALSE(is_idle(schedule_run(database)));
}

TEST_CASE("where nothing is removed, no round is waited for") {
  QuietWorld world;
  world.database.exec("UPDATE retention_round SET began_at = '-infinity'");
  CHECK(is_idle(schedule_run(world.database, {{"retention_days", "off"}})));
}
