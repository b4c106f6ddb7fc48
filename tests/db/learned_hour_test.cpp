#include <doctest/doctest.h>

#include "app/pass/schedule.hpp"
#include "support/db/test_database.hpp"

using namespace proactive;
using test::TestDatabase;

namespace {

auto const monday_noon = parse_instant("2026-03-02T12:00:00Z");

// An app that keeps when its users came, with one friend in UTC.
class World {
 public:
  World() {
    database.add_relationship({});
    database.exec("INSERT INTO preferences (user_id, timezone) VALUES ('u1', 'UTC')");
    database.exec("UPDATE public.relationship_progression SET last_interaction = '2026-02-27T00:00:00Z'");
    database.exec("CREATE TABLE public.visits (person text, at timestamptz)");
    make_pair_due();
    tells_sessions("SELECT v.person, v.at FROM public.visits v WHERE v.person = ANY ($1) AND v.at >= $2");
  }

  void tells_sessions(std::string const& query) {
    database.install_adapter(database.value("SELECT source FROM adapter") +
                             "\nDROP FUNCTION IF EXISTS proactive.app_sessions(text[], timestamptz);"
                             "\nCREATE FUNCTION proactive.app_sessions(text[], timestamptz) RETURNS TABLE (user_id "
                             "text, started_at timestamptz) LANGUAGE sql STABLE AS $$ " +
                             query + " $$;");
  }

  // At 17:30 on each of 12 days, half an hour after which a message of ours came where it is said.
  void visits(bool are_ours) {
    database.exec(
        "INSERT INTO public.visits SELECT 'u1', timestamptz '2026-01-10T17:30:00Z' + n * interval '1 day' FROM "
        "generate_series(1, 12) n");
    if (!are_ours) return;
    database.exec(
        "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, "
        "engagement_status, created_at, relationship_stage, writer, run_id) SELECT 'u1', 9, 'check_in', 'How was it?', "
        "v.at - interval '30 min', v.at - interval '30 min', 'ignored', v.at - interval '30 min', 'friend', "
        "'template', 'r' FROM public.visits v");
  }

  app::ScheduleResult schedule(std::string const& send_time, bool dry_run = false) {
    auto const run_id = app::new_run_id();
    auto session =
        app::open_session(database.invocation({{"send_time", send_time}, {"retention_days", "30"}}), "schedule",
                          dry_run ? store::Access::read_only : store::Access::read_write, app::Needs::adapter);
    return app::run_schedule(session, run_id, {.pass = {.dry_run = dry_run, .now = monday_noon}});
  }

  void make_pair_due() { database.exec("UPDATE pairs SET next_check_at = '-infinity'"); }

  TestDatabase database;
};

}  // namespace

TEST_CASE("a learned hour is stored with its probability, and a dry run shows it") {
  World world;
  world.visits(false);
  auto const preview = world.schedule("learned", true);
  REQUIRE(preview.counts.engagements.size() == 1);
  CHECK(world.schedule("learned").counts.scheduled == 1);
  auto const row = world.database.exec(
      "SELECT scheduled_for, (choice->'hour'->>'p')::float8 BETWEEN 0.0001 AND 0.5, choice->'hour'->>'of', "
      "scheduled_for > '2026-03-02T13:00:00Z' FROM engagements WHERE engagement_status = 'scheduled'")[0];
  CHECK(row[0].instant() == preview.counts.engagements[0].scheduled_for);
  CHECK(row[1].boolean());
  CHECK(std::stol(row[2].text()) > 40);
  CHECK(row[3].boolean());
}

TEST_CASE("what came after a message of ours is not learned from, however long ago it was") {
  World world;
  world.visits(true);
  CHECK(world.schedule("learned").counts.scheduled == 1);
  CHECK(world.database.value("SELECT choice FROM engagements WHERE engagement_status = 'scheduled'").empty());
  // The proof that these sessions would be enough: the same without the messages.
  world.database.exec("DELETE FROM engagements");
  world.make_pair_due();
  CHECK(world.schedule("learned").counts.scheduled == 1);
  CHECK_FALSE(world.database.value("SELECT choice FROM engagements WHERE engagement_status = 'scheduled'").empty());
}

TEST_CASE("what may have caused a session is kept as long as hours are learned") {
  World world;
  world.visits(true);
  auto const sent = "SELECT count(*) FROM engagements WHERE sent_at IS NOT NULL";
  world.schedule("learned");
  CHECK(world.database.value(sent) == "12");
  world.make_pair_due();
  world.database.exec("UPDATE retention_round SET began_at = '-infinity'");
  world.schedule("spread");
  CHECK(std::stol(world.database.value(sent)) < 12);
}

TEST_CASE("sessions of users whose zone is known are read only where hours are learned") {
  World world;
  world.tells_sessions("SELECT (1 / 0)::text, now() FROM unnest($1) u WHERE $2 IS NOT NULL");
  CHECK(world.schedule("spread", true).counts.reads.unreadable == 0);
  CHECK(world.schedule("learned", true).counts.reads.unreadable == 1);
}
