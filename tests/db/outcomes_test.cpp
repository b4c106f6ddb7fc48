#include <doctest/doctest.h>

#include "app/operator/stats.hpp"
#include "app/pass/schedule.hpp"
#include "base/column.hpp"
#include "support/db/test_database.hpp"

using namespace proactive;
using test::TestDatabase;

namespace {

// A message of companion 1 that was sent so long ago, with its delivery, and not asked for yet.
void add_sent(TestDatabase& database, std::string const& user, std::string const& ago) {
  database.add_relationship({.user = user});
  database.add_message(user, 1, "companion", "now");
  database.exec(
      "WITH message AS (UPDATE public.messages SET created_at = now() - $2::interval WHERE user_id = $1 RETURNING id), "
      "engagement AS (INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, "
      "scheduled_for, "
      "sent_at, settle_at, local_hour, engagement_status, created_at, relationship_stage, writer, run_id) "
      "SELECT $1, '1', 'check_in', 'Hello', now() - $2::interval, now() - $2::interval, now() - interval '1 minute', "
      "10, "
      "'sent', now() - $2::interval, 'friend', 'template', 'r' RETURNING id, sent_at) "
      "INSERT INTO deliveries (user_id, engagement_id, message_id, delivered_at) "
      "SELECT $1, e.id, m.id::text, e.sent_at FROM engagement e, message m",
      {user, ago});
}

std::string ago(TestDatabase& database, std::string const& length) {
  return database.value("SELECT now() - $1::interval", {length});
}

void schedule(TestDatabase& database, NamedValues const& settings = {}) {
  auto const run_id = app::new_run_id();
  auto session = app::open_session(database.invocation(settings), "schedule " + run_id, store::Access::read_write,
                                   app::Needs::adapter);
  app::run_schedule(session, run_id, {});
}

std::string outcome(TestDatabase& database, std::string const& user) {
  return database.value(
      "SELECT concat_ws(' ', engagement_status, replies_1h, CASE WHEN responded_at IS NOT NULL THEN 'answered' END, "
      "CASE WHEN seen_at IS NOT NULL THEN 'seen' END, CASE WHEN settle_at IS NULL THEN 'for good' END) "
      "FROM engagements WHERE user_id = $1 AND sent_at IS NOT NULL",
      {user});
}

}  // namespace

TEST_CASE("what came of messages is asked of the app, and noted") {
  TestDatabase database;
  add_sent(database, "answered", "5 hours");
  database.add_message("answered", 1, "user", ago(database, "4 hours"));
  database.add_message("answered", 1, "user", ago(database, "3 hours 30 minutes"));
  database.add_message("answered", 1, "user", ago(database, "1 hour"));
  add_sent(database, "waits", "5 hours");
  add_sent(database, "silent", "30 hours");
  add_sent(database, "late", "30 hours");
  database.add_message("late", 1, "user", ago(database, "2 hours"));
  add_sent(database, "read", "8 days");
  database.exec(
      "UPDATE public.messages SET is_read = true, read_at = now() - interval '7 days' WHERE user_id = 'read'");
  schedule(database);
  CHECK(outcome(database, "answered") == "responded 2 answered for good");
  CHECK(outcome(database, "waits") == "sent");
  CHECK(outcome(database, "silent") == "ignored");
  CHECK(outcome(database, "late") == "ignored 1 answered for good");
  CHECK(outcome(database, "read") == "ignored seen for good");

  database.add_message("silent", 1, "user", "now");
  database.exec("UPDATE engagements SET settle_at = now() WHERE user_id = 'silent' AND sent_at IS NOT NULL");
  schedule(database);
  CHECK(outcome(database, "silent") == "ignored 1 answered");  // more replies may come for an hour
}

TEST_CASE("of ghosts it is asked whether their users wrote anyway, and nothing else") {
  TestDatabase database;
  for (auto const* user : {"back", "away", "later", "refused"}) {
    database.add_relationship({.user = user});
    database.exec(
        "INSERT INTO engagements (user_id, companion_id, engagement_type, scheduled_for, closed_at, settle_at, "
        "engagement_status, created_at, relationship_stage, run_id, reason) "
        "SELECT $1, '1', 'check_in', t.at, t.at, CASE WHEN $1 <> 'refused' THEN now() END, 'ghost', t.at, 'friend', "
        "'r', "
        "CASE WHEN $1 = 'refused' THEN 'unread' END "
        "FROM (SELECT now() - CASE $1 WHEN 'later' THEN interval '2 days' ELSE interval '8 days' END) t(at)",
        {user});
  }
  database.add_message("back", 1, "user", ago(database, "3 days"));
  schedule(database);
  auto const known = [&](std::string const& user) {
    return database.value(
        "SELECT concat_ws(' ', engagement_status, CASE WHEN responded_at IS NOT NULL THEN 'wrote' END, "
        "CASE WHEN settle_at IS NULL THEN 'for good' END) FROM engagements WHERE user_id = $1 AND "
        "engagement_status = 'ghost'",
        {user});
  };
  CHECK(known("back") == "ghost wrote for good");
  CHECK(known("away") == "ghost for good");
  CHECK(known("later") == "ghost");
  CHECK(known("refused") == "ghost for good");
  auto session = app::open_session(database.invocation(), "stats", store::Access::read_only);
  app::StatsOptions month;
  month.since_ago = std::chrono::hours{24 * 30};
  month.until = parse_instant(database.value("SELECT to_json(now() - interval '1 hour') #>> '{}'"));
  auto const report = app::collect_stats(session, month);
  CHECK(report.totals.created == 0);  // they are no messages
  CHECK(report.reasons.empty());
}

TEST_CASE("a function that refuses messages that are NULL is asked of the others all the same") {
  TestDatabase database;
  database.install_adapter(
      database.adapter_with("answer.id::text, answer.replies, ours.read_at",
                            "answer.id::text, 1 / (d.message_id IS NOT NULL)::integer, ours.read_at"));
  for (int user = 1; user <= 20; ++user) {
    database.exec(
        "INSERT INTO engagements (user_id, companion_id, engagement_type, scheduled_for, closed_at, settle_at, "
        "engagement_status, created_at, relationship_stage, run_id) SELECT $1, '1', 'check_in', t.at, t.at, t.at + "
        "interval '1 hour', 'ghost', t.at, 'friend', 'r' FROM (SELECT now() - interval '9 days') t(at)",
        {"g" + std::to_string(user)});
  }
  add_sent(database, "silent", "30 hours");
  schedule(database);
  CHECK(outcome(database, "silent") == "ignored");
  CHECK(database.value("SELECT count(*) FROM engagements WHERE user_id LIKE 'g%' AND settle_at IS NOT NULL") == "20");
}

TEST_CASE("a longer window takes a later answer") {
  TestDatabase database;
  add_sent(database, "late", "30 hours");
  database.add_message("late", 1, "user", ago(database, "2 hours"));
  schedule(database, {{"response_window_hours", "48"}});
  CHECK(outcome(database, "late") == "responded 1 answered for good");
}

TEST_CASE(
    "an app that tells no answers leaves the outcome open, and an answer that is refused costs its message alone") {
  TestDatabase database;
  add_sent(database, "u1", "30 hours");
  add_sent(database, "u2", "30 hours");
  database.exec("UPDATE deliveries SET message_id = 'no number' WHERE user_id = 'u1'");
  schedule(database);
  CHECK(outcome(database, "u1") == "sent for good");
  CHECK(outcome(database, "u2") == "ignored");
  database.install_adapter(database.adapter_with("proactive.app_answers(", "proactive.other_answers("));
  add_sent(database, "u3", "30 hours");
  schedule(database);
  CHECK(outcome(database, "u3") == "sent");
}

TEST_CASE("a function that refuses everything gives nothing up") {
  TestDatabase database;
  for (int user = 1; user <= 20; ++user) {
    add_sent(database, "u" + std::to_string(user), "30 hours");
  }
  database.exec("UPDATE deliveries SET message_id = 'no number'");
  schedule(database);
  CHECK(database.value("SELECT count(*) FROM engagements WHERE settle_at IS NOT NULL") == "20");
}

TEST_CASE("an opt-out or a mute that only the app knows is found within a day, also after an answer") {
  TestDatabase database;
  auto const seed = database.adapter_with("proactive.app_facts(", "proactive.seed_facts(");
  auto const app_says = [&](std::string const& opted_out, std::string const& muted_until) {
    database.install_adapter(
        seed +
        "\nCREATE FUNCTION proactive.app_facts(text[], text[]) RETURNS TABLE (user_id text, companion_id text, "
        "opted_out "
        "boolean, muted_until timestamptz) LANGUAGE sql STABLE AS $$ SELECT f.user_id, f.companion_id, " +
        opted_out + ", " + muted_until + " FROM proactive.seed_facts($1, $2) f $$;");
  };
  app_says("f.user_id = 'out'", "CASE f.user_id WHEN 'muted' THEN timestamptz 'infinity' END");
  for (auto const* user : {"out", "muted", "content"}) add_sent(database, user, "5 hours");
  add_sent(database, "answers", "5 hours");
  database.add_message("answers", 1, "user", ago(database, "4 hours"));
  schedule(database);
  auto const negative = [&] {
    return database.value(
        "SELECT string_agg(user_id, ' ' ORDER BY user_id) FROM engagements WHERE negative_at IS NOT NULL");
  };
  CHECK(negative() == "muted out");
  CHECK(outcome(database, "answers") == "responded 1 answered");  // may still object
  database.exec("UPDATE engagements SET settle_at = now() WHERE sent_at IS NOT NULL");
  app_says("f.user_id = 'answers'", "NULL::timestamptz");
  schedule(database);
  CHECK(negative() == "answers muted out");
  CHECK(outcome(database, "answers") == "responded 1 answered for good");

  app_says("f.user_id = 'late'", "NULL::timestamptz");
  add_sent(database, "late", "30 hours");
  schedule(database);
  CHECK(negative() == "answers muted out");
}

TEST_CASE("an opt-out or a mute within a day says that the message was not welcome") {
  TestDatabase database;
  add_sent(database, "u1", "5 hours");
  add_sent(database, "u2", "5 hours");
  add_sent(database, "u3", "25 hours");
  add_sent(database, "u4", "5 hours");
  database.exec("SELECT opt_out('u1'), mute('u2', '1'), opt_out('u3'), mute('u4', '2')");
  CHECK(database.value(
            "SELECT string_agg(user_id, ' ' ORDER BY user_id) FROM engagements WHERE negative_at IS NOT NULL") ==
        "u1 u2");
}

TEST_CASE("statistics tell rates with the user as the unit, and none of few users") {
  TestDatabase database;
  for (int user = 1; user <= 24; ++user) {
    auto const name = "u" + std::to_string(user);
    add_sent(database, name, "30 hours");
    if (user % 2 == 0) database.add_message(name, 1, "user", ago(database, "20 hours"));
  }
  schedule(database);
  auto session = app::open_session(database.invocation(), "test", store::Access::read_only);
  for (auto const* by : {"type", "stage", "companion", "writer", "model", "template", "hour", "nth", "day"}) {
    CAPTURE(std::string{by});
    app::StatsOptions options;
    options.by = by;
    auto const report = app::collect_stats(session, options);
    REQUIRE(report.outcomes.size() == (std::string{by} == "day" ? report.outcomes.size() : 1));
    auto const& all = *report.outcome_of_all;
    CHECK(all.users == 24);
    CHECK(all.sent == 24);
    auto const rate = ratio_of(all.responded).value();
    CHECK(rate.rate == doctest::Approx(0.5));
    CHECK(rate.margin == doctest::Approx(0.204).epsilon(0.01));
    CHECK(*all.median == doctest::Approx(36000).epsilon(0.01));
  }
}

TEST_CASE("all tables of a report tell the same companions apart, those that sent most") {
  TestDatabase database;
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, "
      "engagement_status, created_at, closed_at, reason, relationship_stage, writer, run_id) SELECT 'u1', c.id, "
      "'check_in', 'How was your day?', now(), CASE WHEN n <= c.sent THEN now() END, CASE WHEN n <= c.sent THEN 'sent' "
      "ELSE 'cancelled' END, now(), CASE WHEN n > c.sent THEN now() END, CASE WHEN n > c.sent THEN 'superseded' END, "
      "'friend', 'template', 'r' FROM (VALUES ('2', 5, 1), ('10', 5, 1), ('3', 3, 3), ('4', 9, 0)) c(id, created, "
      "sent) "
      "CROSS JOIN generate_series(1, c.created) n");
  auto session = app::open_session(database.invocation(), "test", store::Access::read_only);
  auto const keys = [](auto const& rows) { return column(rows, [](auto const& row) { return row.key; }); };
  using Keys = std::vector<std::string>;
  app::StatsOptions options;
  options.by = "companion";

  auto const all = app::collect_stats(session, options);
  CHECK(keys(all.breakdown) == Keys{"3", "2", "10", "4"});
  CHECK(keys(all.outcomes) == Keys{"3", "2", "10"});
  CHECK_FALSE(all.others);

  options.top = 2;
  auto const top = app::collect_stats(session, options);
  CHECK(keys(top.breakdown) == Keys{"3", "2"});
  CHECK(keys(top.outcomes) == Keys{"3", "2"});
  REQUIRE(top.others);
  CHECK(top.others->values == 2);
  CHECK(top.others->values_sent == 1);
  CHECK(top.others->counts.created == 14);
  CHECK(top.others->counts.cancelled == 13);
  REQUIRE(top.others->outcome);
  CHECK(top.others->outcome->sent == 1);
  CHECK(top.others->outcome->users == 1);  // the unit: the same one whom the top has written to
  CHECK(top.outcome_of_all->users == 1);
  CHECK(top.outcome_of_all->sent == 5);

  options.top = 4;
  CHECK_FALSE(app::collect_stats(session, options).others);
}

TEST_CASE("of days the newest are told apart, in their order") {
  TestDatabase database;
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, "
      "engagement_status, created_at, relationship_stage, writer, run_id) SELECT 'u1', '1', 'check_in', 'How was your "
      "day?', d, d, 'sent', d, 'friend', 'template', 'r' FROM (SELECT '2026-03-01T12:00:00Z'::timestamptz + n * "
      "interval "
      "'1 day' AS d, n FROM generate_series(0, 3) n) days CROSS JOIN generate_series(n, 3)");
  auto session = app::open_session(database.invocation(), "test", store::Access::read_only);
  app::StatsOptions options;
  options.by = "day";
  options.top = 2;
  options.since = parse_instant("2026-03-01");
  options.until = parse_instant("2026-03-10");
  auto const report = app::collect_stats(session, options);
  CHECK(column(report.breakdown, &BreakdownRow::key) == std::vector<std::string>{"2026-03-03", "2026-03-04"});
  CHECK(report.others->counts.sent == 7);
}
