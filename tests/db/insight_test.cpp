// What proactive stats --insight says of facts that are known.
#include <doctest/doctest.h>

#include <cmath>

#include "app/operator/insight.hpp"
#include "support/db/test_database.hpp"

using namespace proactive;
using test::TestDatabase;

namespace {

// $1 users with $2 messages each, ten days apart, the newest ten days ago; the first of every $4 users of those who got
// messages, and of every $5 of those who are held out, came back after each. One in four users is held out.
void add_world(TestDatabase& database, int users, int messages, int told_back, int held_out_back) {
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, "
      "closed_at, engagement_status, created_at, silent_since, relationship_stage, writer, template_id, run_id, "
      "local_hour, local_weekday, responded_at) "
      "SELECT 'u' || n, '1', 'check_in', CASE WHEN NOT g.ghost THEN 'Hello' END, t.at, CASE WHEN NOT g.ghost THEN t.at "
      "END, CASE WHEN g.ghost THEN t.at END, CASE WHEN g.ghost THEN 'ghost' WHEN g.back THEN 'responded' ELSE "
      "'ignored' "
      "END, t.at, t.at - n % 7 * interval '1 day', 'friend', CASE WHEN NOT g.ghost THEN 'template' END, "
      "CASE WHEN NOT g.ghost THEN 7 END, 'r', CASE WHEN NOT g.ghost THEN 9 END, CASE WHEN NOT g.ghost THEN 3 END, "
      "CASE WHEN g.back THEN t.at + interval '1 hour' END "
      "FROM generate_series(0, $1::integer - 1) n CROSS JOIN generate_series(1, $2::integer) k "
      "CROSS JOIN LATERAL (SELECT n % 4 = 0 AS ghost, n / 4 % CASE WHEN n % 4 = 0 THEN $4::integer ELSE $3::integer "
      "END "
      "= 0 AS back) g "
      "CROSS JOIN LATERAL (SELECT now() - k * interval '10 days' AS at) t",
      {std::to_string(users), std::to_string(messages), std::to_string(told_back), std::to_string(held_out_back)});
}

app::InsightReport insight(TestDatabase& database, NamedValues const& settings = {{"holdout_percent", "25"}}) {
  auto session = app::open_session(database.invocation(settings), "stats", store::Access::read_only);
  return app::collect_insight(session, {});
}

bool has(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

// The adapter with sessions, which stand in public.visits.
void tell_sessions(TestDatabase& database) {
  database.exec("CREATE TABLE public.visits (user_id text, started_at timestamptz, messages integer, minutes integer)");
  database.install_adapter(
      database.value("SELECT source FROM adapter") +
      "\nCREATE OR REPLACE FUNCTION proactive.app_sessions(users text[], since timestamptz) RETURNS TABLE (user_id "
      "text, started_at "
      "timestamptz, messages bigint, minutes double precision) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = "
      "pg_catalog, pg_temp AS $$ SELECT v.user_id, v.started_at, v.messages, v.minutes FROM public.visits v WHERE "
      "v.user_id = ANY ($1) AND v.started_at >= $2 $$;");
}

}  // namespace

TEST_CASE("who came back is compared with users who are held out, user by user") {
  TestDatabase database;
  add_world(database, 800, 3, 2, 4);  // 600 users of whom half came back, and 200 of whom a quarter did
  auto const report = insight(database);
  CHECK(report.obstacle.empty());
  auto const uplift = uplift_of(report.metrics.at("returned"));
  CHECK(uplift.told.users == 600);
  CHECK(uplift.told.mean == doctest::Approx(0.5));
  CHECK(uplift.held_out.users == 200);
  CHECK(uplift.held_out.mean == doctest::Approx(0.25));
  REQUIRE(uplift.fixed);
  REQUIRE(uplift.anytime);
  CHECK(uplift.fixed->interval.lower > 0.15);
  CHECK(uplift.fixed->interval.upper < 0.35);
  CHECK(uplift.anytime->interval.lower < uplift.fixed->interval.lower);
  CHECK(uplift.anytime->interval.upper > uplift.fixed->interval.upper);

  // Who came back after three messages came back once: as many users are as sure as with one message each.
  TestDatabase once;
  add_world(once, 800, 1, 2, 4);
  auto const single = uplift_of(insight(once).metrics.at("returned"));
  REQUIRE(single.fixed);
  CHECK(single.fixed->standard_error == doctest::Approx(uplift.fixed->standard_error).epsilon(0.02));
}

TEST_CASE("what is not over, or of users who were both, is not compared") {
  TestDatabase database;
  add_world(database, 400, 2, 2, 4);
  database.exec("UPDATE engagements SET settle_at = now() WHERE user_id = 'u1' AND responded_at IS NULL");
  database.exec(
      "UPDATE engagements SET sent_at = sent_at + interval '9 days', created_at = created_at + interval '9 days', "
      "responded_at = NULL, engagement_status = 'sent' WHERE user_id = 'u2' AND sent_at > now() - interval '11 days'");
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, scheduled_for, closed_at, engagement_status, "
      "created_at, relationship_stage, run_id) SELECT 'u3', '9', 'check_in', t.at, t.at, 'ghost', t.at, 'friend', 'r' "
      "FROM (SELECT now() - interval '100 days') t(at)");
  auto const told = insight(database).metrics.at("returned").told;
  CHECK(told.users == 299);  // u3 was both; u2 counts by the other message
}

TEST_CASE("users are compared since the hold-out is what it is, and by what was known before") {
  TestDatabase database;
  add_world(database, 400, 4, 2, 4);  // 10, 20, 30 and 40 days ago
  auto const before = insight(database);
  CHECK(uplift_of(before.metrics.at("returned")).variance_reduction == 0);
  // Who is held out since 25 days had got messages: they count, and others by what came since.
  database.exec(
      "UPDATE engagements SET engagement_status = 'ignored', responded_at = NULL, sent_at = closed_at, closed_at = "
      "NULL, "
      "writer = 'template', engagement_content = 'Hello' WHERE engagement_status = 'ghost' AND closed_at < now() - "
      "interval '25 days'");
  database.exec(
      "INSERT INTO settings_history (name, new_value, changed_at, changed_by, changed_role) VALUES ('holdout_percent', "
      "'25', now() - interval '25 days', 'me', 'me')");
  auto const report = insight(database);
  CHECK(report.compared_since > before.compared_since);
  CHECK(report.metrics.at("returned").held_out.users == 100);
  CHECK(report.metrics.at("returned").told.users == 300);
  CHECK(report.metrics.at("returned").told.mean_y == doctest::Approx(0.5));
  CHECK(report.metrics.at("returned").told.variance_x > 3);  // 0 to 6 days of silence
  CHECK(report.metrics.at("silent").told.mean_y == 0);       // two messages tell nothing
}

TEST_CASE("it says why nothing can be compared") {
  TestDatabase database;
  add_world(database, 400, 1, 2, 4);
  CHECK(has(insight(database, {{"holdout_percent", "0"}}).obstacle, "holdout_percent is 0"));
  database.exec("UPDATE engagements SET responded_at = NULL WHERE engagement_status = 'ghost'");
  CHECK(has(insight(database).obstacle, "as if app_answers told nothing where messages are NULL"));
  database.exec("DELETE FROM engagements WHERE engagement_status = 'ghost' AND user_id > 'u11'");
  CHECK(has(insight(database).obstacle, "it takes 20 users on each side"));
  database.install_adapter(database.adapter_with("proactive.app_answers(", "proactive.other_answers("));
  CHECK(has(insight(database).obstacle, "the adapter has no app_answers"));
}

TEST_CASE("guardrails count users who opted out, muted something or fell silent since") {
  TestDatabase database;
  add_world(database, 400, 3, 2, 4);
  database.exec(
      "INSERT INTO preferences (user_id, enabled, opted_out_at) SELECT 'u' || n, false, now() - interval '1 day' FROM "
      "generate_series(1, 399, 20) n");
  database.exec(
      "INSERT INTO preferences (user_id, enabled, opted_out_at) VALUES ('u2', false, now() - interval '99 days')");
  database.exec("INSERT INTO mutes (user_id, companion_id) VALUES ('u1', '1'), ('u4', '1')");
  auto const report = insight(database);
  CHECK(report.metrics.at("opted_out").told.mean_y == doctest::Approx(20.0 / 300));
  CHECK(report.metrics.at("opted_out").held_out.mean_y == 0);
  CHECK(report.metrics.at("muted").told.mean_y == doctest::Approx(1.0 / 300));
  CHECK(report.metrics.at("muted").held_out.mean_y == doctest::Approx(1.0 / 100));
  CHECK(report.metrics.at("silent").told.mean_y == doctest::Approx(0.5));
  CHECK(report.metrics.at("silent").held_out.mean_y == doctest::Approx(0.75));
}

TEST_CASE("ghosts are eligible, and never scheduled, sent or answered") {
  TestDatabase database;
  add_world(database, 400, 3, 2, 4);
  database.exec("UPDATE engagements SET seen_at = sent_at WHERE user_id = 'u5'");
  auto const report = insight(database);
  CHECK(report.funnel.eligible.messages == 1200);
  CHECK(report.funnel.held_out.users == 100);
  CHECK(report.funnel.scheduled.messages == 900);
  CHECK(report.funnel.sent.users == 300);
  CHECK(report.funnel.responded.messages == 450);
  CHECK(report.funnel.receipts == 3);
  REQUIRE(report.rates.templates.size() == 1);
  CHECK(report.rates.templates[0].key == 7);
  CHECK(report.rates.templates[0].sent == 900);
  CHECK(report.rates.templates[0].responded.outcomes == 450);
  REQUIRE(report.rates.slots.size() == 1);
  CHECK(report.rates.slots[0].key == 2 * 24 + 9);  // Wednesday at 09
  REQUIRE(report.rates.nth.size() == 1);           // ten days apart
  CHECK(report.rates.nth[0].key == 1);
  CHECK(report.rates.nth[0].users == 300);
}

TEST_CASE("a message's place in its user's week is the one that stats --by nth tells") {
  TestDatabase database;
  add_world(database, 40, 6, 2, 4);
  database.exec(
      "UPDATE engagements SET sent_at = now() - (now() - sent_at) / 4, created_at = now() - (now() - sent_at) / 4 "
      "WHERE "
      "sent_at IS NOT NULL");  // every two and a half days
  auto session = app::open_session(database.invocation(), "stats", store::Access::read_only);
  app::StatsOptions options;
  options.by = "nth";
  options.since_ago = std::chrono::hours{24 * 90};
  auto const report = app::collect_stats(session, options);
  auto const nth = insight(database).rates.nth;
  REQUIRE(nth.size() == report.outcomes.size());
  CHECK(nth.size() == 3);
  for (std::size_t i = 0; i < nth.size(); ++i) {
    CHECK(std::to_string(nth[i].key) == report.outcomes[i].key);
    CHECK(nth[i].sent == report.outcomes[i].sent);
    CHECK(nth[i].responded.outcomes == report.outcomes[i].responded.outcomes);
  }
}

TEST_CASE("a variant has the messages since its users were exposed, until the experiment was stopped") {
  TestDatabase database;
  add_world(database, 8, 4, 1, 1);  // 10, 20, 30 and 40 days ago
  database.exec(
      "INSERT INTO experiments (name, version, layer, status, variants, started_at, stopped_at, stopped_why, "
      "created_by) "
      "VALUES ('warmth', 1, 'default', 'stopped', '[]', now() - interval '35 days', now() - interval '15 days', "
      "'done', "
      "'me')");
  database.exec(
      "INSERT INTO exposures (user_id, experiment, version, variant, exposed_at) VALUES ('u1', 'warmth', 1, 'warm', "
      "now() "
      "- interval '35 days'), ('u2', 'warmth', 1, 'warm', now() - interval '25 days'), ('u3', 'warmth', 1, 'control', "
      "now() - interval '12 days')");
  auto const variants = insight(database).variants;
  REQUIRE(variants.size() == 2);
  CHECK(variants[0].variant == "control");
  CHECK(variants[0].exposed == 1);
  CHECK(variants[0].rate.sent == 0);
  CHECK(variants[1].exposed == 2);
  CHECK(variants[1].rate.sent == 3);
  CHECK(variants[1].rate.responded.outcomes == 3);

  database.exec(
      "UPDATE experiments SET status = 'running', stopped_at = NULL, stopped_why = NULL, stopped_variants = "
      "jsonb_build_object('warm', jsonb_build_object('at', now() - interval '25 days', 'why', 'opt_outs'))");
  auto const running = insight(database).variants;
  REQUIRE(running.size() == 2);
  CHECK(running[0].rate.sent == 1);
  CHECK(running[1].rate.sent == 1);
}

TEST_CASE("sessions tell who is there in the weeks after, at night, and for how long") {
  TestDatabase database;
  add_world(database, 80, 1, 2, 4);
  database.exec(
      "UPDATE engagements SET sent_at = CASE WHEN sent_at IS NOT NULL THEN t.at END, created_at = t.at, closed_at = "
      "CASE "
      "WHEN closed_at IS NOT NULL THEN t.at END FROM (SELECT date_trunc('week', now() - interval '60 days')) t(at)");
  database.install_adapter(database.value("SELECT source FROM adapter") + "\nDROP FUNCTION proactive.app_sessions;");
  CHECK(insight(database).cohorts.empty());
  CHECK_FALSE(insight(database).told_by_app.sessions);
  tell_sessions(database);
  database.exec(  // half of who got a message was there in the second week after
      "INSERT INTO public.visits SELECT e.user_id, e.sent_at + interval '8 days', 5, 10 FROM engagements e WHERE "
      "substr(e.user_id, 2)::integer % 2 = 1 AND e.sent_at IS NOT NULL");
  database.exec(  // one of them has a long day, a quarter of it at night by the clock of Tokyo
      "INSERT INTO preferences (user_id, timezone) VALUES ('u1', 'Asia/Tokyo'), ('u2', 'Nowhere/Atall')");
  database.exec(
      "INSERT INTO public.visits SELECT 'u1', date_trunc('day', now() - interval '3 days') + h * interval '1 hour', m, "
      "100 "
      "FROM (VALUES (18, 25), (20, 25), (22, 50)) v(h, m)");  // from 03:00, 05:00 and 07:00 of the next day there
  auto const report = insight(database);
  CHECK(report.told_by_app.sessions);
  long active = 0;
  long sampled = 0;
  for (auto const& week : report.cohorts) {
    if (week.is_held_out) continue;
    CHECK(week.is_over);
    if (week.nth == 2) {
      active += week.active;
      sampled += week.sampled;
    } else {
      CHECK(week.active == 0);
    }
  }
  CHECK(sampled == 60);
  CHECK(active == 40);
  auto const& night = report.metrics.at("night").told;
  CHECK(night.users == 1);  // nobody else was there in these 28 days
  CHECK(night.mean_y == doctest::Approx(0.25));
  auto const& days = report.metrics.at("long_days").told;
  CHECK(days.users == 60);
  CHECK(days.mean_y == doctest::Approx(1.0 / 28 / 60));
}
