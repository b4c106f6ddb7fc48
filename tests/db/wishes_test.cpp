// What a user has told the app about being written to: it tightens as what they have told us does.
#include <doctest/doctest.h>

#include "app/pass/schedule.hpp"
#include "support/db/app_facts.hpp"
#include "support/db/test_database.hpp"

using namespace proactive;
using test::AppFacts;
using test::TestDatabase;

namespace {

app::ScheduleReport scheduled(TestDatabase& database, NamedValues const& settings = {}) {
  auto session =
      app::open_session(database.invocation(settings), "schedule", store::Access::read_write, app::Needs::adapter);
  database.exec("UPDATE pairs SET next_check_at = '2000-01-01'");
  return app::run_schedule(session, app::new_run_id(), {}).counts;
}

// One message went to the user so long ago.
void add_sent(TestDatabase& database, std::string const& ago) {
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, "
      "engagement_status, created_at, relationship_stage, writer, run_id) SELECT 'u1', '2', 'check_in', 'Hello', t, t, "
      "'sent', t, 'friend', 'template', 'r' FROM (SELECT now() - $1::interval) x(t)",
      {ago});
}

}  // namespace

TEST_CASE("each wish that the app knows holds, and in a form that is not read it is the strictest") {
  struct Wish {
    char const* column;
    char const* value;
    char const* sent_ago;  // a message of ours to the user
    std::optional<Reason> reason;
  };
  for (auto const& [column, value, sent_ago, reason] :
       {Wish{"opted_out boolean", "true", nullptr, Reason::opted_out},
        Wish{"opted_out boolean", "NULL::boolean", nullptr, std::nullopt},
        Wish{"opted_in boolean", "false", nullptr, std::nullopt},
        Wish{"muted_until timestamptz", "now() + interval '1 h'", nullptr, Reason::muted},
        Wish{"muted_until timestamptz", "'infinity'::timestamptz", nullptr, Reason::muted},
        Wish{"muted_until timestamptz", "'-infinity'::timestamptz", nullptr, std::nullopt},
        Wish{"muted_until timestamptz", "now() - interval '1 h'", nullptr, std::nullopt},
        Wish{"muted_until timestamptz", "timestamptz '0001-01-01'", nullptr, std::nullopt},
        Wish{"quiet_hours text", "'00:00-24:00'", nullptr, Reason::quiet_hours},
        Wish{"quiet_hours jsonb", R"('"00:00-24:00"'::jsonb)", nullptr, Reason::quiet_hours},
        Wish{"quiet_hours jsonb", R"('{"start": "00:00", "end": "24:00"}'::jsonb)", nullptr, Reason::quiet_hours},
        Wish{"quiet_hours jsonb", R"('{"from": 22, "to": 8}'::jsonb)", nullptr, Reason::quiet_hours},
        Wish{"quiet_hours text", "'never'", nullptr, Reason::quiet_hours},
        Wish{"quiet_hours text", "' '", nullptr, std::nullopt},
        Wish{"quiet_hours jsonb", "'null'::jsonb", nullptr, std::nullopt},
        Wish{"frequency text", "'rarely'", "5 days", Reason::week_limit},
        Wish{"frequency text", "'seldom'", "5 days", Reason::week_limit},
        Wish{"frequency text", "'normal'", "5 days", std::nullopt},
        Wish{"frequency text", "''", "5 days", std::nullopt},
        Wish{"max_per_day int", "0", nullptr, Reason::day_limit},
        Wish{"max_per_day int", "-1", nullptr, Reason::day_limit},
        Wish{"max_per_day numeric", "'NaN'::numeric", nullptr, Reason::day_limit},
        Wish{"max_per_day numeric", "0.9", nullptr, Reason::day_limit},
        Wish{"max_per_week bigint", "1::bigint", "5 days", Reason::week_limit},
        Wish{"max_per_week bigint", "2::bigint", "5 days", std::nullopt},
        Wish{"min_gap_hours double precision", "167.5::float8", "5 days", Reason::gap},
        Wish{"min_gap_hours double precision", "'infinity'::float8", "5 days", Reason::gap},
        Wish{"min_gap_hours double precision", "24::float8", "5 days", std::nullopt}}) {
    CAPTURE(std::string{column});
    CAPTURE(std::string{value});
    TestDatabase database;
    AppFacts app(database);
    if (sent_ago != nullptr) add_sent(database, sent_ago);
    app.says(column, value);
    auto const report = scheduled(database, {{"quiet_hours", "off"}, {"min_gap_hours", "off"}});
    CHECK(report.scheduled == (reason ? 0 : 1));
    if (reason) CHECK(report.refused == ReasonCounts{{*reason, 1}});
  }
}

TEST_CASE("a user's own limit counts all messages of the week, however few the operator's limits ask for") {
  TestDatabase database;
  AppFacts app(database);
  app.says("frequency text", "NULL::text");
  for (auto const* sent_ago : {"26 h", "50 h", "74 h", "98 h", "122 h"}) add_sent(database, sent_ago);
  NamedValues const settings{{"quiet_hours", "off"},
                             {"max_engagements_per_week", "off"},
                             {"max_engagements_per_day", "1"},
                             {"max_unanswered_user", "off"}};
  database.exec(R"(SELECT set_preferences('u1', '{"max_per_week": 5}'))");
  CHECK(scheduled(database, settings).refused == ReasonCounts{{Reason::week_limit, 1}});
  database.exec(R"(SELECT set_preferences('u1', '{"max_per_week": 6}'))");
  CHECK(scheduled(database, settings).scheduled == 1);
}

TEST_CASE("an instant of the app that is out of range is no missing one") {
  for (auto const* wrote : {"'infinity'", "'58123-05-01'", "'9999-12-31'"}) {
    CAPTURE(std::string{wrote});
    TestDatabase database;
    AppFacts app(database);
    app.says("user_wrote_any_at timestamptz", std::string{"timestamptz "} + wrote);
    CHECK(scheduled(database, {{"live_chat_minutes", "30"}}).refused == ReasonCounts{{Reason::live_chat, 1}});
  }
  for (auto const* began : {"'-infinity'", "'1950-01-01'", "'0044-03-15 BC'"}) {
    CAPTURE(std::string{began});
    TestDatabase database;
    AppFacts app(database);
    app.says("since timestamptz", std::string{"timestamptz "} + began);
    CHECK(scheduled(database, {{"quiet_hours", "off"}}).scheduled == 1);
  }
}

TEST_CASE("of a wish to the app and a wish to us the stricter holds") {
  TestDatabase database;
  AppFacts app(database);
  app.says("max_per_day int, opted_in boolean", "5, true");
  database.exec(R"(SELECT set_preferences('u1', '{"max_per_day": 0}'))");
  CHECK(scheduled(database).refused == ReasonCounts{{Reason::day_limit, 1}});
  app.says("max_per_day int, opted_in boolean", "0, true");
  database.exec(R"(SELECT set_preferences('u1', '{"max_per_day": 5}'))");
  CHECK(scheduled(database).refused == ReasonCounts{{Reason::day_limit, 1}});
  database.exec("SELECT opt_out('u1')");
  app.says("max_per_day int, opted_in boolean", "5, true");
  CHECK(scheduled(database).refused == ReasonCounts{{Reason::opted_out, 1}});
}

TEST_CASE("who has agreed in the app has agreed where consent is required") {
  TestDatabase database;
  AppFacts app(database);
  app.says("opted_in boolean", "NULL::boolean");
  NamedValues const opt_in{{"consent_required", "true"}, {"quiet_hours", "off"}};
  CHECK(scheduled(database, opt_in).refused == ReasonCounts{{Reason::opted_out, 1}});
  app.says("opted_in boolean", "true");
  CHECK(scheduled(database, opt_in).scheduled == 1);
  database.exec("DELETE FROM engagements");
  database.exec("SELECT opt_in('u1', 'v1', 'us')");
  app.says("opted_in boolean", "false");
  CHECK(scheduled(database, opt_in).refused == ReasonCounts{{Reason::opted_out, 1}});
  app.says("opted_in boolean", "NULL::boolean");
  CHECK(scheduled(database, opt_in).scheduled == 1);
}
