#include "app/pass/schedule.hpp"

#include <doctest/doctest.h>

#include "support/db/test_database.hpp"

using namespace proactive;
using test::TestDatabase;

namespace {

struct Run {
  TestDatabase& database;
  NamedValues settings;

  app::ScheduleResult schedule(app::ScheduleOptions const& options = {}) const {
    auto const run_id = app::new_run_id();
    auto session = app::open_session(database.invocation(settings), "schedule " + run_id,
                                     options.pass.dry_run ? store::Access::read_only : store::Access::read_write,
                                     app::Needs::adapter);
    return app::run_schedule(session, run_id, options);
  }
};

long refused(app::ScheduleResult const& result, Reason reason) {
  auto const found = result.counts.refused.find(reason);
  return found == result.counts.refused.end() ? 0 : found->second;
}

}  // namespace

TEST_CASE("an eligible relationship gets one scheduled engagement with content, writer and time") {
  TestDatabase database;
  database.add_relationship({});
  auto const result = Run{database, {}}.schedule();
  CHECK(result.counts.scheduled == 1);
  CHECK(result.code == ExitCode::ok);
  auto const row = database.exec(
      "SELECT engagement_status, engagement_type, writer, char_length(engagement_content), relationship_stage, "
      "scheduled_for = created_at + interval '1 hour', lease_until IS NULL, run_id, template_id IS NOT NULL "
      "FROM engagements")[0];
  CHECK(row[0].text() == "scheduled");
  CHECK(row[1].text() == "check_in");
  CHECK(row[2].text() == "template");
  CHECK(row[3].integer() >= 20);
  CHECK(row[3].integer() <= 100);
  CHECK(row[4].text() == "friend");
  CHECK(row[5].boolean());
  CHECK(row[6].boolean());
  CHECK(row[7].text() == result.counts.run_id);
  CHECK(row[8].boolean());
}

TEST_CASE("each refusal is counted by its reason and parked until its answer can change") {
  TestDatabase database;
  database.add_relationship({.user = "early", .silent_hours = 1});
  database.add_relationship({.user = "stage", .stage = "acquaintance"});
  database.add_relationship({.user = "intimacy", .intimacy = 2});
  database.add_relationship({.user = "trust", .trust = 2});
  database.add_relationship({.user = "type", .stage = "partner", .intimacy = 7, .silent_hours = 5});
  database.add_relationship({.user = "away"});
  database.exec("UPDATE public.users SET is_active = false WHERE id = 'away'");
  auto const result = Run{database, {}}.schedule();
  CHECK(result.counts.checked == 6);
  CHECK(result.counts.scheduled == 0);
  for (auto const reason :
       {Reason::interval, Reason::stage, Reason::intimacy, Reason::trust, Reason::no_type, Reason::inactive}) {
    CAPTURE(name_of(reason));
    CHECK(refused(result, reason) == 1);
  }
  auto const parked_for = [&](std::string const& user) {
    return database.value(
        "SELECT round(extract(epoch FROM next_check_at - (SELECT max(as_of) FROM runs)) / 3600) "
        "FROM pairs WHERE user_id = $1",
        {user});
  };
  CHECK(parked_for("early") == "1");  // two hours of silence
  CHECK(parked_for("type") == "19");  // check_in after 24 hours
  for (auto const* user : {"stage", "intimacy", "trust", "away"}) {
    CAPTURE(user);
    CHECK(parked_for(user) == "720");  // 30 days: only the user can change it, and then the pair is woken
  }
  CHECK(Run{database, {}}.schedule().counts.checked == 0);
}

TEST_CASE("a parked relationship is looked at again with --recheck, and when it is named") {
  TestDatabase database;
  database.add_relationship({.user = "u1", .trust = 2});
  database.add_relationship({.user = "u2", .trust = 2});
  Run const run{database, {}};
  run.schedule();
  CHECK(run.schedule().counts.checked == 0);
  CHECK(run.schedule({.recheck = true}).counts.checked == 2);
  CHECK(run.schedule({.selection = {"u1", std::nullopt}}).counts.checked == 1);
  CHECK(run.schedule({.selection = {std::nullopt, "1"}}).counts.checked == 2);
  CHECK(run.schedule({.selection = {"nobody", std::nullopt}}).counts.checked == 0);
}

TEST_CASE("limits of a user hold among the decisions of one batch") {
  TestDatabase database;
  for (int companion = 1; companion <= 4; ++companion)
    database.add_relationship({.user = "u1", .companion = companion});
  SUBCASE("open engagements") {
    auto const result = Run{database, {{"max_engagements_per_user", "2"}}}.schedule();
    CHECK(result.counts.scheduled == 2);
    CHECK(refused(result, Reason::user_limit) == 2);
  }
  SUBCASE("engagements a day") {
    auto const result = Run{database, {{"max_engagements_per_user", "9"}, {"max_engagements_per_day", "3"}}}.schedule();
    CHECK(result.counts.scheduled == 3);
    CHECK(refused(result, Reason::day_limit) == 1);
  }
  SUBCASE("none at all") { CHECK(Run{database, {{"max_engagements_per_user", "0"}}}.schedule().counts.scheduled == 0); }
  SUBCASE("a dry run sees the same") {
    auto const result = Run{database, {{"max_engagements_per_user", "2"}}}.schedule({.pass = {.dry_run = true}});
    CHECK(result.counts.scheduled == 2);
    CHECK(database.value("SELECT count(*) FROM engagements") == "0");
    CHECK(database.value("SELECT count(*) FROM runs") == "0");
  }
}

TEST_CASE("the limit of a run is exact, and the rest waits unparked") {
  TestDatabase database;
  for (int user = 1; user <= 7; ++user) database.add_relationship({.user = "u" + std::to_string(user)});
  Run const run{database, {{"max_scheduled_engagements", "3"}}};
  CHECK(run.schedule().counts.scheduled == 3);
  CHECK(run.schedule().counts.scheduled == 3);
  CHECK(run.schedule().counts.scheduled == 1);
  CHECK(run.schedule().counts.scheduled == 0);
}

TEST_CASE("jobs share the limit exactly") {
  TestDatabase database;
  for (int user = 1; user <= 300; ++user) database.add_relationship({.user = "u" + std::to_string(user)});
  auto const result = Run{database, {{"max_scheduled_engagements", "250"}}}.schedule({.pass = {.jobs = 4}});
  CHECK(result.counts.scheduled == 250);
  CHECK(database.value("SELECT count(*) FROM engagements WHERE engagement_status = 'scheduled'") == "250");
}

TEST_CASE("a preview shows what the run then stores") {
  TestDatabase database;
  database.add_relationship({});
  Run const run{database, {}};
  auto const preview = run.schedule({.pass = {.dry_run = true}});
  REQUIRE(preview.counts.engagements.size() == 1);
  run.schedule();
  CHECK(database.value("SELECT engagement_content FROM engagements") == preview.counts.engagements[0].content);
}

TEST_CASE("an expired draft is taken over, and after five attempts it fails") {
  TestDatabase database;
  database.add_relationship({});
  auto const draft_with = [&](int attempt, std::string const& lease) {
    database.exec(
        "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_status, scheduled_for, "
        "created_at, "
        "relationship_stage, attempt, lease_until, run_id) VALUES ('u1', 1, 'check_in', 'drafting', now() + interval "
        "'1 hour', "
        "now(), 'friend', $1::integer, now() + $2::interval, 'dead')",
        {attempt, lease});
  };
  SUBCASE("taken over") {
    draft_with(1, "-1 second");
    auto const result = Run{database, {}}.schedule();
    CHECK(result.counts.scheduled == 1);
    CHECK(database.value("SELECT engagement_status || attempt FROM engagements") == "scheduled2");
  }
  SUBCASE("left alone while its lease holds") {
    draft_with(1, "1 minute");
    CHECK(refused(Run{database, {}}.schedule(), Reason::pending) == 1);
    CHECK(database.value("SELECT engagement_status || attempt FROM engagements") == "drafting1");
  }
  SUBCASE("given up") {
    draft_with(5, "-1 second");
    auto const result = Run{database, {}}.schedule();
    CHECK(result.counts.failed == 1);
    CHECK(result.code == ExitCode::some_failed);
    CHECK(database.value("SELECT reason FROM engagements WHERE engagement_status = 'failed'") == "attempts");
  }
}

TEST_CASE("a pair for which no message fits fails with that reason and is not tried again for a day") {
  TestDatabase database;
  database.add_relationship({});
  Run const run{database, {{"min_message_length", "4000"}, {"max_message_length", "4000"}}};
  auto const result = run.schedule();
  CHECK(result.counts.failed == 1);
  CHECK(result.code == ExitCode::some_failed);
  CHECK(database.value("SELECT engagement_status || ' ' || reason FROM engagements") == "failed no_message");
  CHECK(database.value("SELECT error FROM engagements").find("characters") != std::string::npos);
  CHECK(run.schedule().counts.checked == 0);
}

TEST_CASE("types take turns: after a check_in a partner gets emotional_support") {
  TestDatabase database;
  database.add_relationship({.stage = "partner", .intimacy = 9});
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, "
      "sent_at, "
      "engagement_status, created_at, relationship_stage, writer, run_id) VALUES ('u1', 1, 'check_in', 'How was your "
      "day?', "
      "now() - interval '3 days', now() - interval '3 days', 'sent', now() - interval '3 days', 'partner', 'template', "
      "'r')");
  std::string rotation = "true";
  std::string expected = "emotional_support";
  SUBCASE("by default") {}
  SUBCASE("not with the original's rule") {
    rotation = "false";
    expected = "check_in";
  }
  Run{database, {{"type_rotation", rotation}}}.schedule();
  CHECK(database.value("SELECT engagement_type FROM engagements WHERE engagement_status = 'scheduled'") == expected);
}

TEST_CASE("a local day is the user's: what was sent yesterday there does not count") {
  TestDatabase database;
  database.add_relationship({});
  database.exec("INSERT INTO preferences (user_id, timezone) VALUES ('u1', 'Pacific/Kiritimati')");
  auto const sent_at = [&](std::string const& instant) {
    database.exec(
        "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, "
        "sent_at, "
        "engagement_status, created_at, relationship_stage, writer, run_id) VALUES ('u1', 9, 'check_in', 'How was your "
        "day?', "
        "$1::timestamptz, $1::timestamptz, 'sent', $1::timestamptz, 'friend', 'template', 'r')",
        {instant});
  };
  // Kiritimati is 14 hours ahead: its 3 March begins at 10:00 UTC on 2 March.
  database.exec("UPDATE public.relationship_progression SET last_interaction = '2026-02-27T00:00:00Z'");
  database.exec("UPDATE pairs SET next_check_at = '-infinity'");
  app::ScheduleOptions const at_noon{.pass = {.now = parse_instant("2026-03-02T12:00:00Z")}};
  Run const run{database, {{"max_engagements_per_day", "1"}}};
  SUBCASE("the same day") {
    sent_at("2026-03-02T10:00:00Z");
    CHECK(refused(run.schedule(at_noon), Reason::day_limit) == 1);
    CHECK(database.value("SELECT next_check_at::text FROM pairs") == "2026-03-03 09:00:00+00");
  }
  SUBCASE("the day before") {
    sent_at("2026-03-02T09:59:59Z");
    CHECK(run.schedule(at_noon).counts.scheduled == 1);
  }
}

TEST_CASE("a disabled tool does nothing and succeeds") {
  TestDatabase database;
  database.add_relationship({});
  auto const result = Run{database, {{"enabled", "false"}}}.schedule();
  CHECK(result.counts.checked == 0);
  CHECK(result.code == ExitCode::ok);
  CHECK(result.report.at("disabled") == true);
}

TEST_CASE("names and memories with quotes, braces, escapes and emoji are stored as they are") {
  TestDatabase database;
  database.add_relationship({.stage = "close_friend", .silent_hours = 13});
  database.exec("UPDATE public.users SET name = E'O''Br\\\"ien{,}\\\\ \\U0001F469\\u200D\\U0001F680'");
  database.exec(
      "INSERT INTO public.companion_memories (user_id, companion_id, content, importance_score) VALUES ('u1', 1, "
      "E'{\"a\",NULL}\\\\', 9)");
  CHECK(Run{database, {}}.schedule().counts.scheduled == 1);
  CHECK(database.value("SELECT engagement_type FROM engagements") == "memory_reminder");
}

TEST_CASE("of a user's pairs the best is engaged, also where a batch holds only the worst") {
  TestDatabase database;
  for (int i = 0; i < 120; ++i) database.add_relationship({.user = "u" + std::to_string(i), .silent_hours = 1});
  database.add_relationship({.user = "u5", .companion = 2, .stage = "partner", .intimacy = 9, .silent_hours = 60});
  database.exec("UPDATE pairs SET next_check_at = now() - interval '1 hour'");
  database.exec("UPDATE pairs SET next_check_at = now() - interval '1 minute' WHERE companion_id = '2'");
  database.exec(
      "UPDATE public.relationship_progression SET last_interaction = now() - interval '60 hours' WHERE user_id = 'u5'");
  NamedValues const one_each{{"max_engagements_per_user", "1"}, {"max_scheduled_engagements", "1"}};
  CHECK(Run{database, one_each}.schedule().counts.scheduled == 1);
  CHECK(database.value("SELECT companion_id FROM engagements") == "2");
}
