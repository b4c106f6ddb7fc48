// What law asks, from the app's facts to the message: disclosure, consent, age, proof.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "app/operator/disclosure.hpp"
#include "app/operator/policy.hpp"
#include "app/operator/user.hpp"
#include "app/pass/process.hpp"
#include "app/pass/schedule.hpp"
#include "support/db/app_facts.hpp"

using namespace proactive;
using test::AppFacts;
using test::TestDatabase;

namespace {

NamedValues with(NamedValues more) {
  more.insert(more.begin(), {{"quiet_hours", "off"}, {"max_engagements_per_day", "9"}, {"min_interval_hours", "0"}});
  return more;
}

// Two messages that are due, by two companions of one user.
void add_due(TestDatabase& database, std::string const& companion) {
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, "
      "engagement_status, created_at, relationship_stage, writer, run_id) VALUES ('u1', $1, 'check_in', 'Hello there', "
      "now(), 'scheduled', now() - interval '2 hours', 'friend', 'template', 'r')",
      {companion});
}

app::ProcessReport processed(TestDatabase& database, NamedValues const& settings) {
  auto session =
      app::open_session(database.invocation(with(settings)), "process", store::Access::read_write, app::Needs::adapter);
  return app::run_process(session, app::new_run_id(), {}).counts;
}

app::ScheduleReport scheduled(TestDatabase& database, NamedValues const& settings) {
  auto session = app::open_session(database.invocation(with(settings)), "schedule", store::Access::read_write,
                                   app::Needs::adapter);
  database.exec("UPDATE pairs SET next_check_at = '2000-01-01'");
  return app::run_schedule(session, app::new_run_id(), {}).counts;
}

std::string contents(TestDatabase& database) {
  return database.value("SELECT string_agg(message_type || ': ' || content, ' | ' ORDER BY id) FROM public.messages");
}

// Lets the app refuse what one companion says.
void refuse(TestDatabase& database, std::string const& companion) {
  database.install_adapter(
      database.adapter_with("proactive.app_deliver(", "proactive.seed_deliver(") +
      "\nCREATE FUNCTION proactive.app_deliver(text[], text[], bigint[], text[], jsonb[], timestamptz) "
      "RETURNS TABLE (engagement_id bigint, message_id text, refused text) LANGUAGE sql VOLATILE AS $$ "
      "SELECT d.engagement_id, 'm', CASE WHEN d.companion_id = '" +
      companion +
      "' THEN 'no' END "
      "FROM unnest($1, $2, $3) d(user_id, companion_id, engagement_id) $$;");
}

}  // namespace

TEST_CASE("of two companions the first tells that an AI writes, once a day") {
  TestDatabase database;
  database.add_relationship({});
  database.add_relationship({.companion = 2});
  add_due(database, "1");
  add_due(database, "2");
  CHECK(processed(database, {{"disclosure", "daily"}}).sent == 2);
  CHECK(contents(database) == "text: Hello there\n\nYou are talking with an AI, not with a human. | text: Hello there");
  CHECK(database.value(
            "SELECT string_agg(coalesce(disclosure ->> 'version', '-'), ' ' ORDER BY id) FROM engagements") == "1 -");
  CHECK(database.value("SELECT string_agg(metadata -> 'disclosure' ->> 'form', ' ') FROM public.messages") == "suffix");
  CHECK(database.value("SELECT bool_and((metadata -> 'proactive')::boolean AND (metadata -> 'ai_generated')::boolean) "
                       "FROM public.messages") == "t");

  add_due(database, "1");
  CHECK(processed(database, {{"disclosure", "daily"}}).sent == 1);
  CHECK(database.value("SELECT count(*) FROM engagements WHERE disclosure IS NOT NULL") == "1");
  database.exec("UPDATE engagements SET sent_at = sent_at - interval '1 day' WHERE sent_at IS NOT NULL");
  database.exec("UPDATE public.relationship_progression SET last_interaction = last_interaction - interval '1 day'");
  add_due(database, "1");
  CHECK(processed(database, {{"disclosure", "daily"}}).sent == 1);
  CHECK(database.value("SELECT count(*) FROM engagements WHERE disclosure IS NOT NULL") == "2");
}

TEST_CASE("where the app refuses the message that was to tell it, the next one does") {
  TestDatabase database;
  database.add_relationship({});
  database.add_relationship({.companion = 2});
  refuse(database, "1");
  add_due(database, "1");
  add_due(database, "2");
  auto const report = processed(database, {{"disclosure", "first"}});
  CHECK(report.sent == 1);
  CHECK(report.cancelled == ReasonCounts{{Reason::refused, 1}});
  CHECK(database.value("SELECT string_agg(companion_id, ' ') FROM engagements WHERE disclosure IS NOT NULL") == "2");
}

TEST_CASE("the seed's adapter stores a message before, and another that cannot is a fault that is said") {
  TestDatabase database;
  database.add_relationship({});
  add_due(database, "1");
  CHECK(processed(database, {{"disclosure", "every"}, {"disclosure_form", "system"}}).sent == 1);
  CHECK(contents(database) == "system: You are talking with an AI, not with a human. | text: Hello there");
  CHECK(database.value("SELECT count(*) FROM deliveries d JOIN public.messages m ON m.id::text = d.message_id "
                       "WHERE m.message_type = 'text'") == "1");
  refuse(database, "nobody");
  add_due(database, "1");
  try {
    processed(database, {{"disclosure", "every"}, {"disclosure_form", "system"}});
    FAIL("it was sent");
  } catch (Error const& problem) {
    CHECK(problem.code() == ExitCode::configuration);
    CHECK(std::string{problem.what()}.find("returns no disclosure_id") != std::string::npos);
  }
  CHECK(database.value("SELECT count(*) FROM engagements WHERE engagement_status = 'scheduled'") == "1");
  CHECK(processed(database, {{"disclosure", "every"}, {"disclosure_form", "field"}}).sent == 1);
}

TEST_CASE("a text of one's own is another version, and a version's text stays") {
  TestDatabase database;
  auto const invocation = database.invocation();
  app::add_disclosure(invocation, {"en", "2", "An AI wrote this."});
  CHECK_THROWS_AS(app::add_disclosure(invocation, {"en", "2", "Something else."}), Error);
  CHECK_THROWS_AS(app::add_disclosure(invocation, {"en", "3", "two\nlines"}), Error);
  database.add_relationship({});
  add_due(database, "1");
  CHECK(processed(database, {{"disclosure", "first"}}).sent == 1);
  CHECK(contents(database) == "text: Hello there\n\nAn AI wrote this.");
  database.exec("DELETE FROM disclosure_texts");
  add_due(database, "1");
  CHECK_THROWS_AS(processed(database, {{"disclosure", "first"}}), Error);
  CHECK(processed(database, {}).due == 1);
}

TEST_CASE("a policy asks for consent, and the proof says which was given") {
  TestDatabase database;
  AppFacts app(database);
  app.says("jurisdiction text, minor boolean", "'de', false");
  NamedValues const settings{{"policy_packs", "gdpr-consent"}};
  CHECK(scheduled(database, settings).refused == ReasonCounts{{Reason::policy, 1}});
  app::opt_in_user(database.invocation(), "u1", "v7", "sign-up");
  CHECK(scheduled(database, settings).scheduled == 1);
  database.exec("UPDATE engagements SET created_at = created_at - interval '2 hours', scheduled_for = now()");
  CHECK(processed(database, settings).sent == 1);
  CHECK(database.value(
            "SELECT proof -> 'consent' ->> 'version' || ' ' || (proof ->> 'age') || ' ' || (proof ->> 'packs') "
            "FROM engagements") == "v7 adult [\"gdpr-consent@2026-11-29\"]");
  auto const history = app::user_history(database.invocation(), "u1");
  REQUIRE(history.size() == 1);
  CHECK(history[0].proof["jurisdiction"] == "DE");
  CHECK(history[0].disclosure.is_null());
}

TEST_CASE("what is withdrawn between schedule and process withholds the message") {
  TestDatabase database;
  AppFacts app(database);
  app.says("jurisdiction text, opted_in boolean", "'DE', true");
  NamedValues const settings{{"policy_packs", "gdpr-consent"}};
  REQUIRE(scheduled(database, settings).scheduled == 1);
  app.says("jurisdiction text, opted_in boolean", "'DE', false");
  database.exec("UPDATE engagements SET created_at = created_at - interval '2 hours', scheduled_for = now()");
  CHECK(processed(database, settings).cancelled == ReasonCounts{{Reason::policy, 1}});
}

TEST_CASE("who becomes a minor before delivery gets nothing that was written for an adult") {
  TestDatabase database;
  AppFacts app(database);
  NamedValues const settings{{"allow_minors", "true"}};
  app.says("minor boolean", "false");
  REQUIRE(scheduled(database, settings).scheduled == 1);
  app.says("minor boolean", "true");
  database.exec("UPDATE engagements SET created_at = created_at - interval '2 hours', scheduled_for = now()");
  auto const report = processed(database, settings);
  CHECK(report.sent == 0);
  bool const at_night = sum_of(report.held).contains(Reason::quiet_hours);  // then the hour is what forbids it first
  CHECK((at_night || report.cancelled == ReasonCounts{{Reason::stale, 1}}));
}

TEST_CASE("a disclosure that the adapter cannot store stops a dry run too, and check says so") {
  TestDatabase database;
  database.add_relationship({});
  refuse(database, "nobody");
  add_due(database, "1");
  NamedValues const settings{{"disclosure", "every"}, {"disclosure_form", "system"}};
  auto session =
      app::open_session(database.invocation(with(settings)), "process", store::Access::read_only, app::Needs::adapter);
  CHECK_THROWS_AS(app::run_process(session, app::new_run_id(), {.dry_run = true}), Error);
  CHECK(app::check_policies(database.invocation(settings), {}, {}).back().state == FindingState::failure);
}

TEST_CASE("an empty id of a disclosure, or the message's own, is none") {
  for (auto const* id : {"''", "'m'"}) {
    CAPTURE(std::string{id});
    TestDatabase database;
    database.add_relationship({});
    database.install_adapter(
        database.adapter_with("proactive.app_deliver(", "proactive.seed_deliver(") +
        "\nCREATE FUNCTION proactive.app_deliver(text[], text[], bigint[], text[], jsonb[], timestamptz) "
        "RETURNS TABLE (engagement_id bigint, message_id text, disclosure_id text) LANGUAGE sql VOLATILE AS $$ "
        "SELECT d.id, 'm', " +
        id + " FROM unnest($3) d(id) $$;");
    add_due(database, "1");
    CHECK_THROWS_AS(processed(database, {{"disclosure", "every"}, {"disclosure_form", "system"}}), Error);
  }
}

TEST_CASE("a jurisdiction that cannot be read is every one") {
  TestDatabase database;
  AppFacts app(database);
  app.says("jurisdiction text", "'Deutschland'");
  CHECK(scheduled(database, {{"policy_packs", "gdpr-consent"}}).refused == ReasonCounts{{Reason::policy, 1}});
  app.says("jurisdiction text", "'US-TX'");
  CHECK(scheduled(database, {{"policy_packs", "gdpr-consent"}}).scheduled == 1);
}

TEST_CASE("a pack of one's own is read from its file, and one that loosens stops every run") {
  TestDatabase database;
  database.add_relationship({});
  auto const path = std::filesystem::temp_directory_path() / (database.name() + ".json");
  auto const write = [&](std::string const& constraints) {
    std::ofstream(path) << R"({"id":"mine","version":"1","title":"Ours","jurisdictions":["*"],"effective_from":null,)"
                        << R"("effective_until":null,"sources":[],"leaves_out":[],"constraints":)" << constraints
                        << "}";
  };
  NamedValues const settings{{"policy_packs", path.string()}};
  write(R"({"consent":true})");
  CHECK(scheduled(database, settings).refused == ReasonCounts{{Reason::policy, 1}});
  write(R"({"consent":false})");
  try {
    scheduled(database, settings);
    FAIL("it was taken");
  } catch (Error const& problem) {
    CHECK(problem.code() == ExitCode::configuration);
    CHECK(std::string{problem.what()}.find("would loosen") != std::string::npos);
  }
  auto const findings = app::check_policies(database.invocation(), {path.string()}, {});
  CHECK(findings.at(0).state == FindingState::failure);
  std::filesystem::remove(path);
  CHECK_THROWS_AS(scheduled(database, settings), Error);
}

TEST_CASE("who is in a policy's place, and whether it is in force, is listed") {
  TestDatabase database;
  auto const policies = app::list_policies(database.invocation({{"policy_packs", "us-ny"}}), {});
  CHECK(policies.size() == 10);
  CHECK(std::count_if(policies.begin(), policies.end(), [](auto const& policy) { return policy.is_enabled; }) == 1);
  CHECK(app::show_policy(database.invocation(), "us-ny", {}).state == "in force");
  CHECK_THROWS_AS(app::show_policy(database.invocation(), "us-tx", {}), Error);
}
