// Users who are not well: flagged by the app's functions and facts, silent until somebody has looked after them.
#include <doctest/doctest.h>

#include "app/operator/flags.hpp"
#include "app/operator/user.hpp"
#include "app/pass/process.hpp"
#include "app/pass/schedule.hpp"
#include "support/db/app_facts.hpp"

using namespace proactive;
using test::AppFacts;
using test::TestDatabase;

namespace {

NamedValues const any_hour{{"quiet_hours", "off"}, {"crisis_moods", "suicidal"}, {"distress_intensity", "8"}};

app::ScheduleReport scheduled(TestDatabase& database) {
  auto session =
      app::open_session(database.invocation(any_hour), "schedule", store::Access::read_write, app::Needs::adapter);
  database.exec("UPDATE pairs SET next_check_at = '2000-01-01'");
  return app::run_schedule(session, app::new_run_id(), {}).counts;
}

app::ProcessReport processed(TestDatabase& database) {
  database.exec(
      "UPDATE engagements SET created_at = created_at - interval '2 hours', scheduled_for = now() "
      "WHERE engagement_status = 'scheduled'");
  auto session =
      app::open_session(database.invocation(any_hour), "process", store::Access::read_write, app::Needs::adapter);
  return app::run_process(session, app::new_run_id(), {}).counts;
}

std::string statuses(TestDatabase& database) {
  return database.value(
      "SELECT string_agg(engagement_status || coalesce(' ' || reason, ''), ', ' ORDER BY id) FROM engagements");
}

std::string flags(TestDatabase& database) {
  return database.value(
      "SELECT string_agg(kind || ' by ' || source || CASE WHEN released_at IS NULL THEN '' ELSE ' (released)' "
      "END, ', ' ORDER BY id) FROM safety_flags");
}

}  // namespace

TEST_CASE("a flag between schedule and process cancels what is planned, and nothing is planned until it is released") {
  TestDatabase database;
  database.add_relationship({});
  database.add_relationship({.companion = 2});
  REQUIRE(scheduled(database).scheduled == 1);
  database.exec("SELECT flag('u1', 'self_harm', 'classifier')");
  CHECK(statuses(database) == "cancelled crisis");
  CHECK(processed(database).sent == 0);
  CHECK(scheduled(database).refused == ReasonCounts{{Reason::crisis, 2}});

  CHECK(database.value("SELECT release('u1', 'Dr Who')") == "1");
  CHECK(scheduled(database).refused == ReasonCounts{{Reason::crisis, 2}});  // 72 hours are not over
  database.exec("UPDATE safety_flags SET detected_at = now() - interval '73 hours'");
  CHECK(scheduled(database).scheduled == 1);
}

TEST_CASE("time alone ends no flag, and what is seen again is the same flag") {
  TestDatabase database;
  database.add_relationship({});
  database.exec("SELECT flag('u1', detected_at => now() - interval '100 days')");
  CHECK(scheduled(database).refused == ReasonCounts{{Reason::crisis, 1}});
  database.exec(
      "SELECT flag('u1', until => now() + interval '9 days'), flag('u1', until => now() + interval '8 days')");
  CHECK(
      database.value("SELECT count(*) || ' ' || bool_and(detected_at > now() - interval '1 minute' AND until > now() + "
                     "interval '8 days 12 hours') FROM safety_flags") == "1 true");
  database.exec("SELECT release('u1', 'support'), flag('u1')");
  CHECK(flags(database) == "crisis by app (released), crisis by app");
}

TEST_CASE("what the functions refuse is a sentence") {
  TestDatabase database;
  for (auto const& [call, words] : std::vector<std::pair<std::string, std::string>>{
           {"flag('u1', 'sadness')", "use crisis, self_harm"},
           {"flag('')", "1 to 200 bytes"},
           {"flag('u1', 'crisis', '')", "the source of a flag"},
           {"flag('u1', 'crisis', 'app', NULL, '-infinity')", "detected at some time"},
           {"release('u1', '')", "who releases"},
           {"release('u1', NULL)", "who releases"}}) {
    CAPTURE(call);
    try {
      database.exec("SELECT " + call);
      FAIL("it was taken");
    } catch (std::exception const& problem) {
      CHECK(std::string{problem.what()}.find(words) != std::string::npos);
    }
  }
  CHECK(flags(database).empty());
}

TEST_CASE("the app's fact flags when scheduling, and its later word releases nothing") {
  TestDatabase database;
  AppFacts app(database);
  app.says("in_crisis boolean", "true");
  CHECK(scheduled(database).refused == ReasonCounts{{Reason::crisis, 1}});
  CHECK(flags(database) == "crisis by app_facts");
  app.says("in_crisis boolean", "false");
  CHECK(scheduled(database).refused == ReasonCounts{{Reason::crisis, 1}});
  CHECK(scheduled(database).scheduled == 0);
  CHECK(flags(database) == "crisis by app_facts");
}

TEST_CASE("the app's fact flags when delivering, and silences the other companions too") {
  TestDatabase database;
  AppFacts app(database);
  REQUIRE(scheduled(database).scheduled == 1);
  database.add_relationship({.companion = 2});
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, "
      "engagement_status, created_at, relationship_stage, writer, run_id) VALUES ('u1', '2', 'check_in', 'Hello', "
      "now() + interval '5 hours', 'scheduled', now(), 'friend', 'template', 'r')");
  app.says("in_crisis boolean", "f.companion_id = '1'");
  database.exec(
      "UPDATE engagements SET created_at = created_at - interval '2 hours', scheduled_for = now() WHERE companion_id = "
      "'1'");
  auto session =
      app::open_session(database.invocation(any_hour), "process", store::Access::read_write, app::Needs::adapter);
  CHECK(app::run_process(session, app::new_run_id(), {}).counts.cancelled == ReasonCounts{{Reason::crisis, 1}});
  CHECK(statuses(database) == "cancelled crisis, cancelled crisis");
  CHECK(flags(database) == "crisis by app_facts");
}

TEST_CASE("a mood that the operator has named flags once, and a calmer one does not release") {
  TestDatabase database;
  AppFacts app(database);
  std::string const columns = "mood text, mood_intensity int, mood_at timestamptz";
  app.says(columns, "'Suicidal', 4, timestamptz '2026-01-01'");
  CHECK(scheduled(database).refused == ReasonCounts{{Reason::crisis, 1}});
  CHECK(flags(database) == "crisis by mood");
  database.exec("SELECT release('u1', 'support')");
  CHECK(scheduled(database).scheduled == 1);  // 72 hours after that mood are over, and it flags only once
  CHECK(flags(database) == "crisis by mood (released)");
  app.says(columns, "'suicidal', 4, now()");
  CHECK(processed(database).cancelled == ReasonCounts{{Reason::crisis, 1}});
  app.says(columns, "'happy', 9, now()");
  CHECK(scheduled(database).refused == ReasonCounts{{Reason::crisis, 1}});
}

TEST_CASE("who is in distress gets support from a safe template, and nothing that was planned before") {
  TestDatabase database;
  AppFacts app(database);
  std::string const columns = "mood text, mood_intensity int, mood_at timestamptz";
  app.says(columns, "'happy', 9, now()");
  REQUIRE(scheduled(database).scheduled == 1);
  app.says(columns, "'lonely', 8, now() - interval '5 hours'");
  CHECK(processed(database).cancelled == ReasonCounts{{Reason::distress, 1}});
  CHECK(scheduled(database).refused == ReasonCounts{{Reason::distress, 1}});
  app.says(columns, "'lonely', 8, now() - interval '7 hours'");
  CHECK(scheduled(database).scheduled == 1);
  CHECK(database.value(
            "SELECT e.engagement_type || ' ' || e.writer || ' ' || t.safe FROM engagements e JOIN templates t ON "
            "t.id = e.template_id WHERE e.safe AND e.engagement_status = 'scheduled'") ==
        "emotional_support template true");
  CHECK(processed(database).sent == 1);
}

TEST_CASE("a dry run flags nobody, and shows nothing to whom a run would flag") {
  TestDatabase database;
  AppFacts app(database);
  app.says("in_crisis boolean", "true");
  auto session =
      app::open_session(database.invocation(any_hour), "schedule", store::Access::read_only, app::Needs::adapter);
  app::ScheduleOptions options;
  options.pass.dry_run = true;
  CHECK(app::run_schedule(session, app::new_run_id(), options).counts.refused == ReasonCounts{{Reason::crisis, 1}});
  CHECK(flags(database).empty());
}

TEST_CASE("flags are exported, erased, and not kept of who was erased") {
  TestDatabase database;
  database.add_relationship({});
  database.exec("SELECT flag('u1')");
  CHECK(app::export_user(database.invocation(), "u1")["safety_flags"].size() == 1);
  CHECK(app::show_user(database.invocation(), "u1").never_because.find("flagged as crisis by app") == 0);
  auto const release = app::release_user(database.invocation(), "u1", "support");
  CHECK(release.flags == 1);
  CHECK(release.silent_until);
  CHECK(app::show_user(database.invocation(), "u1").never_because.find("flagged, and not before") == 0);
  database.exec("SELECT forget('u1'), flag('u1')");
  CHECK(flags(database).empty());
}

TEST_CASE("who is silent is listed, with why and until when, and who may be written to again is not") {
  TestDatabase database;
  database.exec("SELECT flag('waits', 'self_harm', 'moderation', NULL, now() - interval '90 hours')");
  database.exec("SELECT flag('rests')");
  database.exec("SELECT release('rests', 'M. Lee')");
  database.exec("SELECT flag('over', 'crisis', 'app', NULL, now() - interval '90 hours')");
  database.exec("SELECT release('over', 'M. Lee')");
  auto const report = app::flagged_users(database.invocation(any_hour));
  REQUIRE(report.flagged.size() == 2);
  CHECK(report.left_out == 0);
  CHECK(report.flagged[0].user_id == "waits");
  CHECK(report.flagged[0].flag.stored.kind == "self_harm");
  CHECK_FALSE(report.flagged[0].flag.silent_until);
  CHECK(report.flagged[1].user_id == "rests");
  CHECK(report.flagged[1].flag.silent_until);
}
