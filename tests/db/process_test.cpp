#include "app/pass/process.hpp"

#include <doctest/doctest.h>

#include <array>
#include <thread>

#include "support/db/test_database.hpp"

using namespace proactive;
using test::TestDatabase;

namespace {

app::ProcessResult process(TestDatabase& database, app::PassOptions const& options = {},
                           NamedValues const& settings = {}) {
  auto const run_id = app::new_run_id();
  auto session =
      app::open_session(database.invocation(settings), "process " + run_id,
                        options.dry_run ? store::Access::read_only : store::Access::read_write, app::Needs::adapter);
  return app::run_process(session, run_id, options);
}

// A relationship with an engagement that has been due for a minute.
void add_due(TestDatabase& database, std::string const& user, int companion = 1, std::string const& late = "1 minute") {
  database.add_relationship({.user = user, .companion = companion});
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, "
      "engagement_status, created_at, relationship_stage, writer, run_id) VALUES ($1::text, $2::integer, 'check_in', "
      "'Hello ' || $1::text, "
      "now() - $3::interval, 'scheduled', now() - interval '3 hours', 'friend', 'template', 'r')",
      {user, companion, late});
}

std::string status_of(TestDatabase& database, std::string const& user) {
  return database.value("SELECT engagement_status || coalesce(' ' || reason, '') FROM engagements WHERE user_id = $1",
                        {user});
}

long count(ReasonCounts const& counts, Reason reason) {
  auto const found = counts.find(reason);
  return found == counts.end() ? 0 : found->second;
}

// Whenever the test runs.
void put_into_afternoon(TestDatabase& database, std::string const& user) {
  database.exec(
      "INSERT INTO preferences (user_id, timezone) "
      "SELECT $1::text, 'Etc/GMT' || to_char(extract(hour FROM now() AT TIME ZONE 'UTC') - 14, 'FMSG99')",
      {user});
}

}  // namespace

TEST_CASE("a delivery writes status, message, conversation and relationship together") {
  TestDatabase database;
  add_due(database, "u1");
  auto const result = process(database);
  CHECK(result.counts.sent == 1);
  auto const row = database.exec(
      "SELECT e.engagement_status, m.content, m.sender_type, m.sender_id, m.message_type, c.title, c.last_message_id = "
      "m.id, "
      "c.last_message_at = e.sent_at, c.updated_at = e.sent_at, r.last_interaction = e.sent_at, "
      "m.created_at = e.sent_at, d.message_id = m.id::text AND d.conversation_id = c.id::text AND d.delivered_at = "
      "e.sent_at, m.metadata ->> 'ai_generated' = 'true', m.metadata ->> 'engagement_type' = 'check_in' "
      "FROM engagements e JOIN deliveries d ON d.user_id = e.user_id AND d.engagement_id = e.id "
      "JOIN public.messages m ON m.user_id = e.user_id AND m.metadata ->> 'engagement_id' = e.id::text "
      "JOIN public.conversations c ON c.user_id = m.user_id AND c.id = m.conversation_id "
      "JOIN public.relationship_progression r ON r.user_id = e.user_id AND r.companion_id::text = e.companion_id")[0];
  CHECK(row[0].text() == "sent");
  CHECK(row[1].text() == "Hello u1");
  CHECK(row[2].text() == "companion");
  CHECK(row[3].text() == "1");
  CHECK(row[4].text() == "text");
  CHECK(row[5].text() == "Luna 1");
  for (int column = 6; column <= 13; ++column) {
    CAPTURE(column);
    CHECK(row[column].boolean());
  }
  CHECK(process(database).counts.due == 0);
}

TEST_CASE("a message goes into the newest conversation of the pair, and none is made beside it") {
  TestDatabase database;
  add_due(database, "u1");
  database.exec(
      "INSERT INTO public.conversations (user_id, companion_id, title, created_at, updated_at) VALUES "
      "('u1', 1, 'new', '2026-02-01', '2026-02-01'), ('u1', 1, 'old', '2026-01-01', '2026-01-01')");
  CHECK(process(database).counts.sent == 1);
  CHECK(database.value(
            "SELECT c.title FROM public.messages m JOIN public.conversations c ON c.id = m.conversation_id") == "new");
  CHECK(database.value("SELECT count(*) FROM public.conversations") == "2");
}

TEST_CASE("what has changed since it was scheduled is not sent, and says why") {
  TestDatabase database;
  add_due(database, "gone");
  add_due(database, "inactive");
  add_due(database, "stage");
  add_due(database, "wrote");
  add_due(database, "seen");
  add_due(database, "answered");
  add_due(database, "late", 1, "25 hours");
  add_due(database, "fine");
  database.exec("DELETE FROM public.relationship_progression WHERE user_id = 'gone'");
  database.exec("UPDATE public.users SET is_active = false WHERE id = 'inactive'");
  database.exec("UPDATE public.relationship_progression SET relationship_stage = 'stranger' WHERE user_id = 'stage'");
  // The user has written; has done something that the app takes for a sign; the companion has answered.
  database.add_message("wrote", 1, "user", "now");
  database.exec("UPDATE public.relationship_progression SET last_interaction = now() WHERE user_id = 'seen'");
  database.add_message("answered", 1, "companion", "now");
  auto const result = process(database);
  CHECK(result.counts.due == 8);
  CHECK(result.counts.sent == 2);
  CHECK(result.counts.expired == 1);
  CHECK(status_of(database, "gone") == "cancelled gone");
  CHECK(status_of(database, "inactive") == "cancelled inactive");
  CHECK(status_of(database, "stage") == "cancelled stage");
  CHECK(status_of(database, "wrote") == "cancelled superseded");
  CHECK(status_of(database, "seen") == "cancelled superseded");
  CHECK(status_of(database, "answered") == "sent");  // only the user's words end a silence
  CHECK(status_of(database, "late") == "expired expired");
  CHECK(status_of(database, "fine") == "sent");
  CHECK(database.value("SELECT count(*) FROM public.messages WHERE metadata ? 'engagement_id'") == "2");
}

TEST_CASE("a companion deleted between schedule and process cancels") {
  TestDatabase database;
  add_due(database, "u1", 1);
  add_due(database, "u2", 2);
  database.exec("DELETE FROM public.companions WHERE id = 1");
  auto const result = process(database);
  CHECK(result.counts.sent == 1);
  CHECK(count(result.counts.cancelled, Reason::gone) == 1);
}

TEST_CASE(
    "the limit of a local day holds on delivery too: what was written for this day is written anew for the next") {
  TestDatabase database;
  for (int companion = 1; companion <= 3; ++companion) add_due(database, "u1", companion);
  auto const result = process(database, {}, {{"max_engagements_per_day", "2"}});
  CHECK(result.counts.sent == 2);
  CHECK(count(result.counts.cancelled, Reason::stale) == 1);
  CHECK(database.value("SELECT p.next_check_at <= now() FROM pairs p JOIN engagements e USING (user_id, companion_id) "
                       "WHERE e.reason = 'stale'") == "t");
}

TEST_CASE("a poison row fails alone, and its neighbours are delivered") {
  TestDatabase database;
  for (int user = 1; user <= 9; ++user) add_due(database, "u" + std::to_string(user));
  database.exec("ALTER TABLE public.messages ADD CONSTRAINT no_five CHECK (content <> 'Hello u5')");
  auto const result = process(database);
  CHECK(result.counts.sent == 8);
  CHECK(result.counts.failed == 1);
  CHECK(result.code == ExitCode::some_failed);
  CHECK(status_of(database, "u5") == "failed delivery_error");
  CHECK(database.value("SELECT error FROM engagements WHERE user_id = 'u5'").find("no_five") != std::string::npos);
  CHECK(database.value("SELECT count(*) FROM public.messages") == "8");
  CHECK(database.value("SELECT errors::text FROM runs").find("no_five") != std::string::npos);
}

TEST_CASE("when the database refuses every message nothing is lost") {
  TestDatabase database;
  for (int user = 1; user <= 30; ++user) add_due(database, "u" + std::to_string(user));
  database.exec("ALTER TABLE public.messages ADD CONSTRAINT nothing CHECK (content = '')");
  try {
    process(database);
    FAIL("a refusal of everything must be an error");
  } catch (Error const& problem) {
    CHECK(problem.code() == ExitCode::configuration);
  }
  CHECK(database.value("SELECT count(*) FROM engagements WHERE engagement_status = 'scheduled'") == "30");
  CHECK(database.value("SELECT exit_code FROM runs") == "78");
  CHECK(database.value("SELECT count(*) FROM leases WHERE lease_until > now()") == "0");
}

TEST_CASE("batches and limits are kept") {
  TestDatabase database;
  for (int user = 1; user <= 25; ++user) add_due(database, "u" + std::to_string(user));
  CHECK(process(database, {}, {{"max_deliveries", "7"}, {"process_batch_size", "3"}}).counts.sent == 7);
  CHECK(process(database, {}, {{"max_deliveries", "0"}}).counts.sent == 0);
  CHECK(process(database, {.jobs = 3}, {{"process_batch_size", "4"}}).counts.sent == 18);
  CHECK(database.value("SELECT count(DISTINCT metadata ->> 'engagement_id') FROM public.messages") == "25");
}

TEST_CASE("where users lie in several shards, a batch is of one of them") {
  TestDatabase database;
  for (int i = 0; i < 24; ++i) add_due(database, "u" + std::to_string(i));
  database.exec("CREATE OR REPLACE FUNCTION shard(slice smallint) RETURNS integer LANGUAGE sql RETURN slice * 4 / 64");
  CHECK(process(database).counts.sent == 24);
  CHECK(database.value("SELECT count(DISTINCT sent_at) FROM engagements") == "4");
  CHECK(database.value("SELECT max(shards) FROM (SELECT count(DISTINCT shard(slice(user_id))) AS shards "
                       "FROM engagements GROUP BY sent_at) batches") == "1");
}

TEST_CASE("a run that finds everything held is given half of what is left, and all is sent once") {
  TestDatabase database;
  for (int user = 1; user <= 400; ++user) add_due(database, "u" + std::to_string(user));
  std::array<long, 3> sent{};
  std::vector<std::thread> runs;
  for (auto& of_run : sent)
    runs.emplace_back([&] { of_run = process(database, {}, {{"process_batch_size", "5"}}).counts.sent; });
  for (auto& run : runs) run.join();
  CHECK(sent[0] + sent[1] + sent[2] == 400);
  CHECK(*std::min_element(sent.begin(), sent.end()) > 0);
  CHECK(database.value("SELECT count(DISTINCT metadata ->> 'engagement_id') FROM public.messages") == "400");
  CHECK(database.value("SELECT count(*) FROM waiting_runs") == "0");
  CHECK(database.value("SELECT count(*) FROM leases WHERE lease_until > now()") == "0");
}

TEST_CASE("what waits for an operator is counted once, however many share the slices") {
  TestDatabase database;
  for (int user = 1; user <= 60; ++user) add_due(database, "u" + std::to_string(user));
  database.exec("UPDATE engagements SET approved_at = NULL WHERE user_id IN ('u1', 'u2')");
  CHECK(process(database, {.jobs = 3}, {{"process_batch_size", "5"}}).counts.awaiting.waiting == 2);
}

TEST_CASE("a dry run shows what would be sent and changes nothing") {
  TestDatabase database;
  add_due(database, "u1");
  auto const result = process(database, {.dry_run = true});
  REQUIRE(result.counts.engagements.size() == 1);
  CHECK(result.counts.engagements[0].content == "Hello u1");
  CHECK(status_of(database, "u1") == "scheduled");
}

TEST_CASE("nothing is delivered while another run holds the slices, and its lease runs out") {
  TestDatabase database;
  add_due(database, "u1");
  auto const lease = [&](std::string const& until) {
    database.exec(
        "INSERT INTO leases SELECT 'process', n, 'other', now() + $1::interval FROM generate_series(0, 63) n "
        "ON CONFLICT (command, slice) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until",
        {until});
  };
  lease("1 minute");
  CHECK(process(database).counts.due == 0);
  CHECK(process(database).code == ExitCode::ok);
  lease("-1 second");
  CHECK(process(database).counts.sent == 1);
}

TEST_CASE("a run whose lease was taken over writes nothing more") {
  TestDatabase database;
  database.add_relationship({});
  auto session = app::open_session(database.invocation(), "test", store::Access::read_write);
  app::PassContext context{{"process", "stale", 60}, {}, {}, {}};
  context.slices = session.database->transact([&](store::Transaction& transaction) {
    return store::acquire_leases(transaction, context.holder, store::all_slices());
  });
  REQUIRE(context.slices.size() == 64);
  database.exec("UPDATE leases SET holder = 'other' WHERE slice = 7");
  CHECK_THROWS_AS(
      session.database->transact([&](store::Transaction& transaction) { app::require_leases(transaction, context); }),
      Error);
}

TEST_CASE("no more is sent than a rate allows, by runs in a row and by jobs side by side") {
  TestDatabase database;
  for (int i = 0; i < 40; ++i) add_due(database, "u" + std::to_string(i));
  // 1,200 a minute: 120 in any six seconds. Of these as many were sent just now as leave room for ten.
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, "
      "settle_at, engagement_status, created_at, relationship_stage, writer, run_id) SELECT 'old' || n, '1', "
      "'check_in', "
      "'Hello', t, t, t + interval '1 hour', 'sent', t, 'friend', 'template', 'r' "
      "FROM (SELECT now() - interval '2 seconds') x(t), generate_series(1, 110) n");
  auto const started = std::chrono::steady_clock::now();
  auto const most_at_once = [&] {
    return std::stol(database.value(
        "SELECT max(n) FROM (SELECT count(*) OVER (ORDER BY sent_at RANGE BETWEEN CURRENT ROW AND interval '5.99 s' "
        "FOLLOWING) AS n FROM engagements WHERE sent_at IS NOT NULL) x"));
  };
  NamedValues settings{{"max_sends_per_minute", "1200"}};
  SUBCASE("a run that must end before there is room") {
    settings.push_back({"run_time_limit", "1"});
    CHECK(process(database, {}, settings).counts.sent == 10);
    CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds{3});
    CHECK(process(database, {}, settings).counts.sent == 0);
  }
  SUBCASE("a run that waits, longer than its lease") {
    settings.push_back({"lease_seconds", "5"});
    CHECK(process(database, {}, settings).counts.sent == 40);
    CHECK(std::chrono::steady_clock::now() - started > std::chrono::seconds{3});
    CHECK(most_at_once() == 120);
  }
  SUBCASE("two jobs, each with its share") {
    app::PassOptions jobs;
    jobs.jobs = 2;
    CHECK(process(database, jobs, settings).counts.sent == 40);
    CHECK(most_at_once() <= 120);
  }
  SUBCASE("many jobs at a low rate") {
    database.exec("DELETE FROM engagements WHERE sent_at IS NOT NULL");
    app::PassOptions jobs;
    jobs.jobs = 8;
    CHECK(
        process(database, jobs, {{"max_sends_per_minute", "2"}, {"run_time_limit", "1"}, {"db_connection_limit", "20"}})
            .counts.sent == 1);
  }
  SUBCASE("a rate that is off") {
    CHECK(process(database, {}, {}).counts.sent == 40);
    CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds{3});
  }
}

TEST_CASE("of one user's messages the best is sent, also where a batch holds only the worst") {
  TestDatabase database;
  add_due(database, "u1", 1, "3 minutes");
  add_due(database, "u1", 2, "1 minute");
  add_due(database, "u2", 1, "2 minutes");
  put_into_afternoon(database, "u1");  // in which a message that is held for six hours is not right any more
  database.exec("UPDATE engagements SET engagement_type = 'emotional_support' WHERE companion_id = '2'");
  NamedValues const one_by_one{{"process_batch_size", "1"}, {"min_gap_hours", "6"}};
  app::PassOptions preview;
  preview.dry_run = true;
  auto const seen = process(database, preview, one_by_one);
  CHECK(seen.counts.due == 3);
  CHECK(seen.counts.sent == 2);
  auto const result = process(database, {}, one_by_one);
  CHECK(result.counts.due == 3);
  CHECK(result.counts.sent == 2);
  CHECK(database.value(
            "SELECT string_agg(companion_id, ' ') FROM engagements WHERE user_id = 'u1' AND sent_at IS NOT NULL") ==
        "2");
  CHECK(database.value("SELECT count(*) FROM engagements WHERE engagement_status = 'scheduled'") == "0");
}

TEST_CASE("a message that is held keeps the slot that it was written for") {
  TestDatabase database;
  add_due(database, "u1");
  put_into_afternoon(database, "u1");
  database.add_relationship({.user = "u1", .companion = 2});
  database.add_message("u1", 2, "user", "now");
  CHECK(process(database, {}, {{"live_chat_minutes", "1"}}).counts.held.size() == 1);
  CHECK(database.value("SELECT held_from < scheduled_for FROM engagements") == "t");
  auto const slot = database.value("SELECT held_from FROM engagements");
  database.exec(
      "UPDATE engagements SET scheduled_for = now() - interval '1 second', held_from = held_from - interval '10 "
      "minutes'");
  CHECK(process(database, {}, {{"live_chat_minutes", "1"}}).counts.held.size() == 1);
  CHECK(database.value("SELECT held_from = $1::timestamptz - interval '10 minutes' FROM engagements", {slot}) == "t");
}

TEST_CASE("each batch has its own instant, which may be long after the run's") {
  TestDatabase database;
  add_due(database, "u1");
  add_due(database, "u2");
  CHECK(process(database, {}, {{"max_sends_per_minute", "19"}}).counts.sent == 2);  // three seconds apart
  CHECK(database.value("SELECT max(sent_at) - min(sent_at) >= interval '3 seconds' FROM engagements") == "t");
  CHECK(database.value("SELECT bool_and(m.created_at = e.sent_at) FROM engagements e JOIN public.messages m "
                       "ON m.metadata ->> 'engagement_id' = e.id::text") == "t");
}

TEST_CASE("a delivery counts its events, and none where the app is not to be told") {
  TestDatabase database;
  add_due(database, "u1");
  auto const told = process(database);
  CHECK(told.counts.events().announced == 1);
  CHECK(told.counts.events().left_out == 0);
  add_due(database, "u2");
  auto const silent = process(database, {}, {{"channels", "none"}});
  CHECK(silent.counts.sent == 1);
  CHECK(silent.counts.channels.empty());
  CHECK(silent.code == ExitCode::ok);
}

TEST_CASE("an event that is too large for a notification is stored as an attachment, whole") {
  TestDatabase database;
  add_due(database, "u1");
  auto const content = [] {
    std::string text;
    for (int i = 0; i < 2000; ++i) text += "\xF0\x9F\x8C\x99";
    return text;
  }();
  database.exec("UPDATE engagements SET engagement_content = $1", {content});
  CHECK(process(database).counts.events().announced == 1);
  CHECK(database.value(
            "SELECT count(*) FROM public.socket_io_attachments WHERE created_at > now() + interval '4 minutes'") ==
        "1");
  auto const hex = database.value("SELECT encode(payload, 'hex') FROM public.socket_io_attachments");
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  auto const document = Json::from_msgpack(bytes);
  CHECK(document["data"]["packet"]["data"][1]["message"]["content"] == content);
  CHECK(document["data"]["opts"]["rooms"].size() == 2);
}
