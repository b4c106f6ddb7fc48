// What a replay reads of real rows, of the app's and ours, and what is said where there is nothing to replay.
#include <doctest/doctest.h>

#include "app/operator/replay.hpp"
#include "store/log.hpp"
#include "support/db/test_database.hpp"

using namespace proactive;
using test::TestDatabase;

namespace {

Instant const now = parse_instant("2026-03-30T12:00:00Z").value();

class LoggedApp {
 public:
  LoggedApp() {
    database.add_relationship({});
    database.add_relationship({.user = "u2", .companion = 2});
    database.exec("UPDATE public.relationship_progression SET last_interaction = NULL, created_at = '2025-06-01'");
    database.add_message("u1", 1, "user", "2026-03-28T19:00:00Z");
    database.exec("CREATE TABLE public.visits (person text, at timestamptz)");
    database.exec(
        "INSERT INTO public.visits SELECT 'u1', timestamptz '2026-01-01T19:00:00Z' + n * interval '2 days' FROM "
        "generate_series(-5, 43) n");
    database.install_adapter(
        database.value("SELECT source FROM adapter") +
        "\nDROP FUNCTION IF EXISTS proactive.app_sessions(text[], timestamptz);"
        "\nCREATE FUNCTION proactive.app_sessions(text[], timestamptz) RETURNS TABLE (user_id text, "
        "started_at timestamptz, minutes double precision) LANGUAGE sql STABLE AS $$ SELECT v.person, "
        "v.at, 12::float8 FROM public.visits v WHERE v.person = ANY ($1) AND v.at >= $2 $$;");
  }

  void send(std::string const& user, int companion, std::string const& at, std::string const& status) {
    database.exec(
        "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, "
        "engagement_status, created_at, silent_since, relationship_stage, writer, run_id, responded_at, seen_at, "
        "negative_at) "
        "SELECT $1, $2, 'check_in', 'Hi', t, t, $4, t - interval '2 h', t - interval '1 day', 'close_friend', "
        "'template', 'r', "
        "CASE $4 WHEN 'responded' THEN t + interval '1 h' END, t + interval '5 min', CASE $4 WHEN 'ignored' THEN t + "
        "interval "
        "'3 h' END FROM CAST($3 AS timestamptz) t",
        {user, std::to_string(companion), at, status});
  }

  app::ReplayReport replay(int days, NamedValues const& settings = {}, std::vector<std::string> const& compare = {},
                           int users = 1000) {
    auto session = app::open_session(database.invocation(settings), "schedule --from-log", store::Access::read_only,
                                     app::Needs::adapter);
    app::ReplayOptions options;
    options.days = days;
    options.users = users;
    options.compare = compare;
    options.now = now;
    return app::replay(session, options);
  }

  TestDatabase database;
};

std::string error_of(LoggedApp& app, int days, int users = 1000) {
  try {
    app.replay(days, {}, {}, users);
  } catch (Error const& error) {
    CHECK(error.code() == ExitCode::usage);
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a replay reads what was sent, when users were there, and what they said when") {
  LoggedApp app;
  app.send("u1", 1, "2025-10-01T09:00:00Z", "ignored");
  app.send("u1", 1, "2026-03-10T09:00:00Z", "responded");
  app.send("u1", 1, "2026-03-20T09:00:00Z", "ignored");
  app.send("u1", 7, "2026-03-21T09:00:00Z", "sent");  // whom the app does not know any more
  app.database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, scheduled_for, engagement_status, created_at, "
      "closed_at, reason, relationship_stage, run_id) VALUES ('u1', 1, 'check_in', '2026-03-12', 'cancelled', "
      "'2026-03-11', '2026-03-12', 'superseded', 'friend', 'r')");
  app.database.exec(
      "INSERT INTO preferences (user_id, enabled, timezone, consent_at, consent_version, opted_out_at, frequency) "
      "VALUES "
      "('u1', false, 'Asia/Tokyo', '2026-03-01', '2', '2026-03-25', 'sometimes')");
  app.database.exec(
      "INSERT INTO mutes (user_id, companion_id, until, created_at) VALUES ('u1', '1', '2026-03-06', '2026-03-05')");
  app.database.exec(
      "INSERT INTO safety_flags (user_id, kind, source, detected_at) VALUES ('u1', 'crisis', 'app', '2026-03-27')");
  auto session = app::open_session(app.database.invocation(), "test", store::Access::read_only, app::Needs::adapter);
  auto const read = [&](long counted) {
    return session.database->transact([&](store::Transaction& transaction) {
      return store::read_log(transaction, {"u1"}, {now - std::chrono::days{28}, now}, counted, session.settings());
    });
  };
  auto const batch = read(1);
  CHECK(batch.pairs_left_out == 1);
  CHECK(batch.messages_left_out == 1);
  REQUIRE(batch.users.size() == 1);
  auto const& user = batch.users[0];
  REQUIRE(user.pairs.size() == 1);
  auto const& [facts, messages, cancelled, expired] = user.pairs[0];
  CHECK(facts.timezone == "Asia/Tokyo");
  CHECK(facts.preferences.frequency == Frequency::sometimes);
  CHECK_FALSE(facts.preferences.enabled);
  CHECK(facts.mutes.empty());
  CHECK(facts.flags.size() == 1);
  CHECK(facts.user_wrote_at == parse_instant("2026-03-28T19:00:00Z"));
  CHECK(cancelled == ReasonCounts{{Reason::superseded, 1}});
  CHECK(expired == 0);
  REQUIRE(messages.size() == 3);  // the old one is the newest before the days
  CHECK(messages[0].sent_at == parse_instant("2025-10-01T09:00:00Z"));
  CHECK(messages[1].is_responded == true);
  CHECK(messages[1].responded_at == parse_instant("2026-03-10T10:00:00Z"));
  CHECK(messages[1].stage == "close_friend");
  CHECK(messages[1].planned_at == parse_instant("2026-03-10T07:00:00Z"));
  CHECK(messages[2].is_responded == false);
  CHECK(messages[2].negative_at == parse_instant("2026-03-20T12:00:00Z"));
  CHECK(user.word.enabled == false);
  CHECK(user.word.opted_out_at == parse_instant("2026-03-25T00:00:00Z"));
  CHECK(user.word.consent->version == "2");
  REQUIRE(user.word.mutes.size() == 1);
  CHECK(user.word.mutes[0].companion_id == "1");
  CHECK(user.word.mutes[0].mute.until == parse_instant("2026-03-06T00:00:00Z"));
  CHECK(user.sessions.size() == 44);  // of 60 days before them, too
  CHECK(user.sessions[0].length == std::chrono::minutes{12});
}

TEST_CASE("a replay shows the log beside its arms, and writes nothing") {
  LoggedApp app;
  app.send("u1", 1, "2026-03-10T09:00:00Z", "responded");
  app.send("u1", 1, "2026-03-20T09:00:00Z", "ignored");
  auto const before = app.database.value("SELECT count(*) || ' ' || max(xmin::text::bigint) FROM engagements");
  auto const report = app.replay(28, {}, {"enabled=false"});
  CHECK(app.database.value("SELECT count(*) || ' ' || max(xmin::text::bigint) FROM engagements") == before);
  CHECK(report.users == 2);
  CHECK(report.all_users == 2);
  REQUIRE(report.arms.size() == 3);
  auto const& [was, first, second] = std::tie(report.arms[0].replay, report.arms[1].replay, report.arms[2].replay);
  CHECK(was.tally.messages == 2);
  CHECK(was.kept == simulation::Outcomes{2, 1, 1, 0, 1});
  CHECK(first.tally.messages > 0);
  CHECK(first.tally.sessions == was.tally.sessions);
  CHECK(first.kept.messages + first.dropped.messages == 2);
  CHECK(first.kept.messages + first.added == first.tally.messages);
  CHECK(second.tally.messages == 0);
  CHECK(second.dropped == was.kept);
  CHECK(second.tally.refused.contains(Reason::disabled));
}

TEST_CASE("who is held out, and whom the app's functions refuse, costs nobody else") {
  LoggedApp app;
  app.send("u1", 1, "2026-03-10T09:00:00Z", "responded");
  app.database.exec("INSERT INTO pairs (user_id, companion_id, next_check_at) VALUES ('u3', 'no number', now())");
  auto const report = app.replay(28);
  CHECK(report.users == 2);
  CHECK(report.users_left_out == 1);
  for (int user = 10; user < 20; ++user) {
    app.database.add_relationship({.user = "v" + std::to_string(user)});
    app.send("v" + std::to_string(user), 1, "2026-03-10T09:00:00Z", "ignored");
  }
  auto const with_holdout = app.replay(28, {{"holdout_percent", "50"}});
  CHECK(with_holdout.held_out > 0);
  CHECK(with_holdout.users > 0);
  CHECK(with_holdout.users + with_holdout.held_out + with_holdout.users_left_out == 13);
}

TEST_CASE("where there is nothing to replay, that is said") {
  LoggedApp app;
  CHECK(error_of(app, 28) == "--from-log: no message was ever sent, so there is nothing to replay: try --simulate");
  app.send("u1", 1, "2026-02-01T09:00:00Z", "ignored");
  CHECK(error_of(app, 28) ==
        "--from-log 28: no message was sent in these days, and the newest at 2026-02-01T09:00:00Z: name more days");
  app.send("u9", 1, "2026-03-20T09:00:00Z", "ignored");
  CHECK(error_of(app, 28) ==
        "--from-log 28: 2 of 2 users that are known were looked at, and none got a message in these days: name more "
        "days");
  CHECK(error_of(app, 28, 1) ==
        "--from-log 28: 1 of 2 users that are known were looked at, and none got a message in these days: name more "
        "--users");
}
