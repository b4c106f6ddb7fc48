// What users say, by the functions for the app's backend and by the operator, and what is held of a user.
#include "app/operator/user.hpp"
#include "app/operator/unknown_pair.hpp"

#include <doctest/doctest.h>

#include "app/pass/schedule.hpp"
#include "domain/quiet_hours.hpp"
#include "store/pg/connection_string.hpp"
#include "support/db/test_database.hpp"

using namespace proactive;
using test::TestDatabase;

namespace {

// The sentence of whoever refuses, or nothing.
template <typename Action>
std::string refusal(Action const& action) {
  try {
    action();
  } catch (std::exception const& problem) {
    return problem.what();
  }
  return {};
}

// A pair as the tool has once learned of it, whether or not the app still has it.
void know(TestDatabase& database, std::string const& user, std::string const& companion) {
  database.exec("INSERT INTO pairs (user_id, companion_id, next_check_at) VALUES ($1, $2, now())", {user, companion});
}

std::string refused_by_sql(TestDatabase& database, std::string const& call) {
  return refusal([&] { database.exec("SELECT " + call); });
}

ExitCode code_of(auto const& action) {
  try {
    action();
  } catch (Error const& problem) {
    return problem.code();
  }
  return ExitCode::ok;
}

long scheduled(TestDatabase& database) {
  auto const run_id = app::new_run_id();
  auto session =
      app::open_session(database.invocation(), "schedule " + run_id, store::Access::read_write, app::Needs::adapter);
  return app::run_schedule(session, run_id, {}).counts.scheduled;
}

std::string rows_of(TestDatabase& database, std::string const& table) {
  return database.value("SELECT count(*) FROM " + table + " WHERE user_id = 'u1'");
}

void add_engagement(TestDatabase& database, std::string const& status) {
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, "
      "engagement_status, created_at, relationship_stage, writer, run_id) VALUES ('u1', '1', 'check_in', 'How was "
      "it?', "
      "now(), CASE $1::text WHEN 'sent' THEN now() END, $1::text, now(), 'friend', 'template', 'r')",
      {status});
}

bool is_woken(TestDatabase& database, std::string const& call) {
  database.exec("UPDATE pairs SET next_check_at = now() + interval '30 days'");
  database.exec("SELECT " + call);
  return database.value("SELECT bool_and(next_check_at <= now()) FROM pairs") == "t";
}

}  // namespace

TEST_CASE("what the functions refuse is a sentence, and changes nothing") {
  TestDatabase database;
  auto const says = [&](std::string const& call, std::string const& words) {
    CAPTURE(call);
    CHECK(refused_by_sql(database, call).find(words) != std::string::npos);
  };
  for (auto const* call : {"opt_out(%)", "opt_in(%, 'v1', 'app')", "recheck(%, '1')", "forget(%)", "mute(%)",
                           "unmute(%)", "set_preferences(%, '{}')"}) {
    for (auto const* id : {"NULL", "''", "repeat('x', 201)"}) {
      auto text = std::string{call};
      says(text.replace(text.find('%'), 1, id), "the id of a user is a text of 1 to 200 bytes");
    }
  }
  says("recheck('u1', '')", "the id of a companion");
  says("mute('u1', '')", "the id of a companion");
  says("mute('u1', NULL, 'hello')", "there is no type hello: use check_in, ");
  says("mute('u1', until => now() - interval '1 minute')", "a mute ends in the future");
  says("set_preferences('u1', NULL)", "preferences are a JSON object");
  says("set_preferences('u1', '[]')", "preferences are a JSON object");
  auto const is_no_preference = [&](std::string const& json, std::string const& words) {
    says("set_preferences('u1', '" + json + "')", words);
  };
  is_no_preference(R"({"mood": 1})", "there is no preference mood: use timezone, ");
  is_no_preference(R"({"frequency": "rarely", "timezone": "Berlin7"})", "timezone is a name");
  is_no_preference(R"({"timezone": 5})", "timezone is a name");
  is_no_preference(R"({"language": "German"})", "language is a language tag");
  is_no_preference(R"({"frequency": "often"})", "frequency is rarely, sometimes or normal");
  is_no_preference(R"({"max_per_day": 1001})", "max_per_day is a whole number of messages");
  is_no_preference(R"({"max_per_week": 1.5})", "max_per_week is a whole number of messages");
  is_no_preference(R"({"max_per_week": "1"})", "max_per_week is a whole number of messages");
  is_no_preference(R"({"min_gap_hours": -1})", "min_gap_hours is a whole number of hours");
  is_no_preference(R"({"quiet_hours": 22})", "quiet_hours is a window");
  CHECK(database.value("SELECT count(*) FROM preferences") == "0");
  CHECK(database.value("SELECT count(*) FROM mutes") == "0");
  CHECK(database.value("SELECT count(*) FROM pairs") == "0");
}

TEST_CASE("preferences are set and removed one by one, and the user's pairs are looked at again") {
  TestDatabase database;
  database.add_relationship({});
  CHECK(is_woken(database,
                 R"(set_preferences('u1', '{"timezone": "Europe/Berlin", "max_per_day": 2, "language": "de"}'))"));
  database.exec(
      R"(SELECT set_preferences('u1', '{"max_per_day": null, "min_gap_hours": 12.0, "quiet_hours": "22:00-08:00"}'))");
  CHECK(database.value("SELECT concat_ws(' ', timezone, language, max_per_day, min_gap_hours, quiet_hours, enabled) "
                       "FROM preferences WHERE user_id = 'u1'") == R"(Europe/Berlin de 12 "22:00-08:00")");
  CHECK(is_woken(database, "opt_in('u1', 'v1', 'app')"));
  CHECK(is_woken(database, "mute('u1')"));
  CHECK(is_woken(database, "unmute('u1')"));
}

TEST_CASE("a mute is known by its scope, and the newest word counts") {
  TestDatabase database;
  database.exec("SELECT mute('u1'), mute('u1', '1'), mute('u1', '1', 'check_in'), mute('u1', NULL, 'check_in')");
  database.exec("SELECT mute('u1', '1', until => now() + interval '1 day')");
  CHECK(rows_of(database, "mutes") == "4");
  CHECK(database.value("SELECT string_agg(concat_ws(' ', companion_id, engagement_type), ', ') FROM mutes "
                       "WHERE until IS NOT NULL") == "1");
  database.exec("SELECT mute('u1', '1', until => 'infinity')");
  CHECK(database.value("SELECT count(*) FROM mutes WHERE until IS NULL") == "4");
  CHECK(database.value("SELECT unmute('u1', '2')") == "0");
  CHECK(database.value("SELECT unmute('u1', '1')") == "1");
  CHECK(database.value("SELECT unmute('u1')") == "1");
  CHECK(
      database.value("SELECT string_agg(concat_ws(' ', companion_id, engagement_type), ', ' ORDER BY id) FROM mutes") ==
      "1 check_in, check_in");
}

TEST_CASE("an opt-out cancels what is planned, and waits for what is being delivered") {
  TestDatabase database;
  add_engagement(database, "scheduled");
  store::Database other(store::connection_string(
                            [&] {
                              auto settings = default_settings();
                              settings.database.name = database.name();
                              return settings.database;
                            }(),
                            "deliverer", true),
                        store::Access::read_write);
  other.transact([&](store::Transaction& transaction) {
    transaction.exec_text("UPDATE engagements SET engagement_status = 'sent', sent_at = now()", {});
    CHECK(code_of([&] { database.exec("SELECT opt_out('u1')"); }) == ExitCode::try_again);
  });
  database.exec("SELECT opt_out('u1')");
  CHECK(database.value("SELECT engagement_status FROM engagements") == "sent");
  add_engagement(database, "scheduled");
  database.exec("SELECT opt_out('u1')");
  CHECK(database.value("SELECT string_agg(engagement_status || coalesce(' ' || reason, ''), ', ' ORDER BY id) FROM "
                       "engagements") == "sent, cancelled opted_out");
  CHECK(database.value("SELECT enabled FROM preferences") == "f");
}

TEST_CASE("a mute cancels what it forbids and is due before its end, and no more") {
  TestDatabase database;
  auto const status = [&] {
    return database.value(
        "SELECT string_agg(engagement_status || coalesce(' ' || reason, ''), ', ' ORDER BY id) FROM "
        "engagements");
  };
  auto const planned = [&] {
    database.exec("DELETE FROM engagements");
    database.exec("DELETE FROM mutes");
    add_engagement(database, "scheduled");
  };
  for (auto const& [call, expected] : std::vector<std::pair<std::string, std::string>>{
           {"mute('u1')", "cancelled snoozed"},
           {"mute('u1', '1')", "cancelled muted"},
           {"mute('u1', '1', 'check_in', now() + interval '1 hour')", "cancelled muted"},
           {"mute('u1', '2')", "scheduled"},
           {"mute('u1', NULL, 'topic_suggestion')", "scheduled"},
           {"mute('u2')", "scheduled"}}) {
    CAPTURE(call);
    planned();
    database.exec("SELECT " + call);
    CHECK(status() == expected);
  }
  planned();
  database.exec("UPDATE engagements SET scheduled_for = now() + interval '2 hours'");
  database.exec("SELECT mute('u1', until => now() + interval '1 hour')");
  CHECK(status() == "scheduled");
}

TEST_CASE("every table of users is counted, exported and forgotten") {
  TestDatabase database;
  database.add_relationship({});
  database.exec("SELECT mute('u1', '1'), flag('u1')");
  database.exec(R"(SELECT set_preferences('u1', '{"frequency": "rarely"}'))");
  add_engagement(database, "sent");
  database.exec(
      "INSERT INTO deliveries (user_id, engagement_id, delivered_at) SELECT user_id, id, now() FROM engagements");
  database.exec(
      "INSERT INTO outbox (user_id, engagement_id, body, created_at, next_at) SELECT user_id, id, '{}', now(), now() "
      "FROM engagements");
  database.exec("INSERT INTO exposures VALUES ('u1', 'warmth', 1, 'control', now())");
  database.exec("SELECT set_preferences('u2', '{}'), mute('u2')");
  know(database, "u2", "1");
  std::vector<std::string> tables;
  for (auto const row : database.exec(
           "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'user_id' "
           "WHERE c.relnamespace = 'proactive'::regnamespace AND c.relkind IN ('r', 'p')")) {
    tables.push_back(row[0].text());
  }
  CHECK(tables.size() >= 5);
  auto const document = app::export_user(database.invocation(), "u1");
  auto const held = app::show_user(database.invocation(), "u1").held;
  for (auto const& table : tables) {
    CAPTURE(table);
    REQUIRE(rows_of(database, table) == "1");  // of a new table this test makes a row too
    CHECK(std::count(held.begin(), held.end(), std::pair{table, 1L}) == 1);
    REQUIRE(member(document, table).size() == 1);
    CHECK(member(document[table][0], "user_id") == "u1");
    CHECK(std::to_string(document[table][0].size()) ==
          database.value(
              "SELECT count(*) FROM pg_attribute WHERE attrelid = ('proactive.' || $1)::regclass AND attnum > 0 "
              "AND NOT attisdropped",
              {table}));
  }
  CHECK(document["engagements"][0]["engagement_content"] == "How was it?");
  // As a run records whom it could not read.
  database.exec(
      "INSERT INTO runs (run_id, command, as_of, settings_fingerprint, errors) VALUES ('r', 'schedule', now(), '', "
      R"('["user u10, companion 1 cannot be read: x", "engagement 1: ERROR: no chat for user u1"]'))");
  CHECK(app::export_user(database.invocation(), "u1")["errors_of_runs"].size() == 1);
  app::erase_user(database.invocation(), "u1", app::Confirmed::yes);
  CHECK(database.value("SELECT errors FROM runs") ==
        R"(["user u10, companion 1 cannot be read: x", "a user who was forgotten"])");
  for (auto const& table : tables) {
    CAPTURE(table);
    CHECK(rows_of(database, table) == (table == "preferences" ? "1" : "0"));
  }
  CHECK(database.value("SELECT count(*) FROM mutes WHERE user_id = 'u2'") == "1");
  // Of the suppression row: the user, enabled, and three times.
  CHECK(database.value("SELECT count(*) FROM preferences p, jsonb_each(jsonb_strip_nulls(to_jsonb(p))) WHERE user_id = "
                       "'u1'") == "5");
}

TEST_CASE("who was erased is not learned of anew, not written to, and keeps no wishes") {
  TestDatabase database;
  database.add_relationship({});
  database.add_relationship({.user = "u2"});
  CHECK(refused_by_sql(database, "opt_in('u1', '', 'app')").find("the version of the text") != std::string::npos);
  CHECK(refused_by_sql(database, "opt_in('u1', 'v1', '  ')").find("where the user has agreed") != std::string::npos);
  database.exec("SELECT opt_in('u1', 'v1', 'app')");
  app::erase_user(database.invocation(), "u1", app::Confirmed::yes);
  database.exec("SELECT recheck('u1', '1')");
  CHECK(scheduled(database) == 1);  // the app still returns both
  CHECK(rows_of(database, "pairs") == "0");
  CHECK(rows_of(database, "engagements") == "0");
  CHECK(refused_by_sql(database, "mute('u1')").find("call opt_in first") != std::string::npos);
  CHECK(refused_by_sql(database, "set_preferences('u1', '{}')").find("call opt_in first") != std::string::npos);
  auto const invocation = database.invocation();
  CHECK(code_of([&] { app::set_preferences(invocation, "u1", {"frequency", "rarely"}); }) == ExitCode::usage);
  CHECK(code_of([&] { app::mute_user(invocation, "u1", {}, {}); }) == ExitCode::usage);
  CHECK(app::show_user(invocation, "u1").never_because.starts_with("erased 2"));
  database.exec("SELECT opt_out('u1')");
  CHECK(database.value("SELECT count(*) FROM preferences WHERE erased_at IS NOT NULL") == "1");

  database.exec("SELECT opt_in('u1', 'v2', 'app')");
  CHECK(database.value("SELECT enabled AND erased_at IS NULL FROM preferences WHERE user_id = 'u1'") == "t");
  database.exec("SELECT recheck('u1', '1')");
  CHECK(scheduled(database) == 1);
}

TEST_CASE("a pair is looked at again that the tool or the app knows, and no other is made") {
  TestDatabase database;
  database.add_relationship({});
  auto const pairs_after = [&](std::string const& call) {
    database.exec("SELECT " + call);
    return database.value("SELECT string_agg(user_id || companion_id, ' ' ORDER BY user_id, companion_id) FROM pairs");
  };
  database.exec("DELETE FROM pairs");
  CHECK(pairs_after("recheck('u1', '1')") == "u11");
  for (auto const* call : {"recheck('u1', 'zzz')", "recheck('u1', '2')", "recheck('nobody', '1')"})
    CHECK(pairs_after(call) == "u11");
  know(database, "u1", "zzz");
  database.exec("UPDATE pairs SET next_check_at = 'infinity'");
  CHECK(pairs_after("recheck('u1', 'zzz')") == "u11 u1zzz");
  CHECK(database.value("SELECT companion_id FROM pairs WHERE next_check_at <= now()") == "zzz");
}

TEST_CASE("the operator's values are checked before anything is changed") {
  TestDatabase database;
  auto const invocation = database.invocation();
  for (auto const& pairs : {std::vector<std::string>{"frequency", "rarely", "max_per_day", "-1"},
                            {"frequency", "rarely", "timezone", "Berlin7"},
                            {"frequency", "rarely", "language", "German"},
                            {"frequency", "rarely", "quiet_hours", "late"},
                            {"frequency", "rarely", "mood", "good"},
                            {"frequency", "rarely", "frequency", "normal"},
                            {"frequency"},
                            {}}) {
    CHECK(code_of([&] { app::set_preferences(invocation, "u1", pairs); }) == ExitCode::usage);
  }
  CHECK(code_of([&] { app::unset_preferences(invocation, "u1", {"mood"}); }) == ExitCode::usage);
  CHECK(code_of([&] { app::erase_user(invocation, "u1", app::Confirmed::no); }) == ExitCode::usage);
  CHECK(database.value("SELECT count(*) FROM preferences") == "0");
  app::set_preferences(invocation, "u1", {"quiet_hours", R"({"days":{"sat":null}})", "max_per_week", "0"});
  CHECK(app::show_user(invocation, "u1").never_because == "max_per_week is 0");
  auto const because = [&](std::string const& user, NamedValues const& settings) {
    return app::show_user(database.invocation(settings), user).never_because;
  };
  database.exec("SELECT opt_in('u7', 'v1', 'app'), set_preferences('u8', '{}')");
  know(database, "u9", "c1");
  know(database, "u9", "c2");
  database.exec("SELECT mute('u9', 'c1')");
  CHECK(because("u9", {}).empty());
  database.exec("SELECT mute('u9', 'c2')");
  CHECK(because("u9", {}) == "every companion of the user is muted");
  database.exec(R"(SELECT set_preferences('u10', '{"quiet_hours": "00:00-24:00"}'))");
  CHECK(because("u10", {}).starts_with("quiet_hours are all day"));
  database.exec(R"(UPDATE preferences SET quiet_hours = '"at night"' WHERE user_id = 'u10')");
  CHECK(because("u10", {}).starts_with("quiet_hours cannot be read"));
  CHECK(because("u7", {{"consent_required", "true"}}).empty());
  CHECK(because("u8", {{"consent_required", "true"}}).starts_with("consent_required is set"));
  CHECK(because("u8", {}).empty());
  CHECK(because("u7", {{"enabled", "false"}}).starts_with("enabled is false"));
  CHECK(app::unset_preferences(invocation, "u1", {"quiet_hours", "timezone"}).changes.size() == 1);
  CHECK(database.value("SELECT quiet_hours IS NULL FROM preferences") == "t");
}

TEST_CASE("an id of which no pair is known is taken, and told from one that has a pair") {
  TestDatabase database;
  auto const invocation = database.invocation();
  know(database, "u1", "c1");
  CHECK(app::set_preferences(invocation, "u1", {"frequency", "rarely"}).has_pair);
  CHECK_FALSE(app::set_preferences(invocation, "u2", {"frequency", "rarely"}).has_pair);
  CHECK_FALSE(app::unset_preferences(invocation, "u2", {"frequency"}).has_pair);
  app::opt_out_user(invocation, "u3");
  CHECK(database.value("SELECT enabled FROM preferences WHERE user_id = 'u3'") == "f");  // and holds
}

TEST_CASE("whoever names an id that nobody has is told what that means for what is done") {
  TestDatabase database;
  know(database, "u1", "c1");
  database.exec("SELECT opt_out('u2'), forget('u3')");
  auto session = app::open_session(database.invocation(), "test", store::Access::read_only);
  auto const doubt = [&](store::Selection const& named, app::Intent intent) {
    return session.database->transact(
        [&](store::Transaction& transaction) { return app::doubt_about(transaction, named, intent); });
  };
  for (auto const intent : {app::Intent::note, app::Intent::look, app::Intent::erase}) {
    CHECK(doubt({"u1", {}}, intent).empty());
    CHECK(doubt({{}, "c1"}, intent).empty());
  }
  CHECK(doubt({"u9", {}}, app::Intent::note).starts_with("no pair of user u9 is known yet: what was said holds"));
  CHECK(doubt({"u9", {}}, app::Intent::look).starts_with("nothing is held of user u9: check the id ("));
  CHECK(
      doubt({"u9", {}}, app::Intent::erase).starts_with("nothing was held of user u9, who is noted as one not to be"));
  CHECK(doubt({"u2", {}}, app::Intent::look).empty());  // what they said is held
  CHECK(doubt({"u3", {}}, app::Intent::look).starts_with("user u3 was erased at "));
  CHECK(doubt({"u3", {}}, app::Intent::erase).starts_with("user u3 was erased at "));
  CHECK(doubt({"u1", "c9"}, app::Intent::look).starts_with("no pair of user u1 and companion c9 is known: check"));
  CHECK(doubt({{}, "c9"}, app::Intent::look).starts_with("no pair of companion c9 is known: check"));
}

TEST_CASE("the database takes the quiet hours that can be read, and no others") {
  TestDatabase database;
  for (auto const* text : {R"("22:00-08:00")",
                           R"("00:00-24:00")",
                           R"("24:00-08:00")",
                           R"("22:00-8:00")",
                           R"("22:60-08:00")",
                           R"("late")",
                           R"({"start":"22:00","end":"08:00"})",
                           R"({"start":"22:00","end":"24:00"})",
                           R"({"start":"22:00"})",
                           R"({"start":"22:00","end":8})",
                           R"({"start":"22:00","end":"08:00","zone":"UTC"})",
                           R"({})",
                           R"({"default":null})",
                           R"({"default":"22:00-08:00","days":{"sat":null,"Sunday":"23:00-10:00"}})",
                           R"({"days":{"sat":{"start":"23:00","end":"10:00"}}})",
                           R"({"days":{"someday":null}})",
                           R"({"days":["sat"]})",
                           R"({"days":null})",
                           R"({"dates":{"2026-12-24":null}})",
                           R"({"dates":{"2026-02-30":null}})",
                           R"({"dates":{"2028-02-29":"10:00-12:00"}})",
                           R"({"dates":{"24.12.":null}})",
                           R"({"default":5})",
                           R"({"nights":{}})",
                           "22",
                           "true",
                           "[]"}) {
    CAPTURE(text);
    CHECK((database.value("SELECT is_quiet_hours($1::jsonb)", {text}) == "t") == parse_quiet_hours(text).has_value());
  }
}

TEST_CASE("a sentence of a run names a user by the word, or by an id that is nothing else") {
  TestDatabase database;
  auto const names = [&](std::string const& sentence, std::string const& user) {
    return database.value("SELECT names_user($1, $2)", {sentence, user}) == "t";
  };
  CHECK(names("user 1, companion 7 cannot be read: x", "1"));
  CHECK(names("engagement 5: ERROR: no chat for user_id=1", "1"));
  CHECK_FALSE(names("user 7, companion 1 cannot be read: x", "1"));
  CHECK_FALSE(names("engagement 1: ERROR: no chat for user 7", "1"));
  CHECK_FALSE(names("user 11, companion 2 cannot be read: x", "1"));
  CHECK(names("engagement 1: ERROR: no chat for maria@example.org (x)", "maria@example.org"));
  CHECK_FALSE(names("engagement 1: ERROR: no chat for anna-maria@example.org2", "maria@example.org"));
}
