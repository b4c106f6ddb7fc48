// Variants of experiments that change what a message is, as runs carry them out.
#include <doctest/doctest.h>

#include <map>

#include "app/operator/experiment.hpp"
#include "app/operator/explain.hpp"
#include "app/operator/templates.hpp"
#include "app/pass/process.hpp"
#include "app/pass/schedule.hpp"
#include "base/errors.hpp"
#include "support/db/test_database.hpp"

using namespace proactive;
using test::TestDatabase;

namespace {

constexpr int users_of_wording = 40;

NamedValues awake(NamedValues settings) {
  settings.insert(settings.end(), {{"quiet_hours", "off"}, {"max_scheduled_engagements", "10000"}});
  return settings;
}

app::ScheduleReport run_of(TestDatabase& database, NamedValues const& settings = {}) {
  auto session = app::open_session(database.invocation(awake(settings)), "schedule", store::Access::read_write,
                                   app::Needs::adapter);
  return app::run_schedule(session, app::new_run_id(), {}).counts;
}

void add_friends(TestDatabase& database) {
  for (int i = 0; i < users_of_wording; ++i) database.add_relationship({.user = "u" + std::to_string(i)});
}

void start(TestDatabase& database, std::vector<std::string> const& variants) {
  app::create_experiment(database.invocation(), {"voice", "default", variants});
  app::run_experiment(database.invocation(), "voice", 100, app::Begin::start);
}

std::string variant_of_user(TestDatabase& database, std::string const& user) {
  return app::treatment_of_user(database.invocation(), user).variants.at(0).second;
}

void add_to_set(TestDatabase& database, std::string const& set, std::string const& body) {
  app::add_template(database.invocation(),
                    {0, EngagementType::check_in, "en", "warm", body, 1, true, false, false, set});
}

void forget_messages(TestDatabase& database) {
  database.exec("DELETE FROM engagements");
  database.exec("UPDATE pairs SET next_check_at = now() - interval '1 minute'");
}

}  // namespace

TEST_CASE("each user's message comes from the templates of their variant, and again the same") {
  TestDatabase database;
  add_friends(database);
  add_to_set(database, "sunny", "Sunny greetings to you today.");
  add_to_set(database, "windy", "Windy greetings to you today.");
  start(database, {"sun", "template_set=sunny", "wind", "template_set=windy", "plain"});
  auto const messages = [&] {
    std::map<std::string, std::string> of;
    for (int i = 0; i < users_of_wording; ++i) {
      auto const user = "u" + std::to_string(i);
      of[user] = database.value("SELECT template_set || ': ' || engagement_content FROM engagements WHERE user_id = $1",
                                {user});
    }
    return of;
  };
  CHECK(run_of(database).scheduled == users_of_wording);
  auto const first = messages();
  std::map<std::string, int> users;
  for (auto const& [user, message] : first) {
    auto const variant = variant_of_user(database, user);
    ++users[variant];
    if (variant == "sun") CHECK(message == "sunny: Sunny greetings to you today.");
    if (variant == "wind") CHECK(message == "windy: Windy greetings to you today.");
    if (variant == "plain") CHECK(message.rfind("default: ", 0) == 0);
  }
  CHECK(users.size() == 3);
  CHECK(database.value("SELECT count(*) FROM exposures") == std::to_string(users_of_wording));
  forget_messages(database);
  run_of(database);
  CHECK(messages() == first);
}

TEST_CASE("a variant of a set without templates is refused, and told where it runs out of them later") {
  TestDatabase database;
  add_friends(database);
  app::create_experiment(database.invocation(), {"voice", "default", {"control", "sun", "template_set=sunny"}});
  auto const begin = [&] { app::run_experiment(database.invocation(), "voice", 100, app::Begin::start); };
  CHECK_THROWS_AS(begin(), Error);
  add_to_set(database, "sunny", "Sunny greetings to you today.");
  begin();
  database.exec("UPDATE templates SET active = false WHERE template_set = 'sunny'");
  CHECK(run_of(database).scheduled == users_of_wording);
  CHECK(database.value("SELECT bool_and(template_set = 'default') FROM engagements") == "t");
}

TEST_CASE("lengths and the rest of templates are those of the user's variant") {
  TestDatabase database;
  add_friends(database);
  database.exec("UPDATE templates SET active = false");
  add_to_set(database, "default", "Good day, and greetings.");
  add_to_set(database, "default", "This is quite a long greeting, in many more words.");
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, "
      "responded_at, engagement_status, created_at, relationship_stage, writer, template_id, run_id) SELECT user_id, "
      "'other', 'check_in', 'x', t.at, t.at, t.at, 'responded', t.at, 'friend', 'template', (SELECT id FROM templates "
      "WHERE body LIKE 'Good day%' AND active), 'r' FROM pairs, (SELECT now() - interval '50 days' AS at) t");
  start(database,
        {"short", "max_message_length=30", "long", "min_message_length=40", "rested", "template_rest_days=100"});
  run_of(database);
  for (int i = 0; i < users_of_wording; ++i) {
    auto const user = "u" + std::to_string(i);
    auto const message =
        database.value("SELECT engagement_content FROM engagements WHERE user_id = $1 AND run_id <> 'r'", {user});
    CHECK((message == "Good day, and greetings.") == (variant_of_user(database, user) == "short"));
  }
}

TEST_CASE("what waits for approval expires by the user's variant") {
  TestDatabase database;
  add_friends(database);
  start(database, {"control", "brief", "check_in_valid_hours=2"});
  run_of(database, {{"approval", "all"}});
  database.exec(
      "UPDATE engagements SET created_at = created_at - interval '9 hours', scheduled_for = now() - interval '3 "
      "hours'");
  auto session =
      app::open_session(database.invocation(awake({})), "process", store::Access::read_write, app::Needs::adapter);
  app::run_process(session, app::new_run_id(), {});
  for (int i = 0; i < users_of_wording; ++i) {
    auto const user = "u" + std::to_string(i);
    CHECK(database.value("SELECT engagement_status FROM engagements WHERE user_id = $1", {user}) ==
          (variant_of_user(database, user) == "brief" ? "expired" : "scheduled"));
  }
}

TEST_CASE("an explanation names the user's variants, and that a user is held out") {
  TestDatabase database;
  add_friends(database);
  start(database, {"control", "brief", "check_in_valid_hours=2"});
  int held_out = 0;
  for (int i = 0; i < users_of_wording; ++i) {
    auto const user = "u" + std::to_string(i);
    auto session = app::open_session(database.invocation(awake({{"holdout_percent", "30"}})), "schedule",
                                     store::Access::read_only, app::Needs::adapter);
    auto const explained = app::explain_pairs(session, {.user_id = user}, std::nullopt).pairs.at(0);
    CHECK(explained.is_taken);
    held_out += explained.is_held_out ? 1 : 0;
    CHECK(explained.variants.size() == (explained.is_held_out ? 0U : 1U));
    if (!explained.is_held_out) CHECK(explained.variants[0].variant == variant_of_user(database, user));
  }
  CHECK(held_out > 3);
  CHECK(held_out < 25);
}

TEST_CASE("which memories count is the variant's") {
  TestDatabase database;
  for (int i = 0; i < users_of_wording; ++i)
    database.add_relationship({.user = "u" + std::to_string(i), .stage = "close_friend", .silent_hours = 20});
  database.exec(
      "INSERT INTO public.companion_memories (user_id, companion_id, content, importance_score) SELECT user_id, "
      "companion_id, m.content, m.importance FROM public.relationship_progression CROSS JOIN (VALUES "
      "('My sister is getting married in June', 7), ('I passed my driving test', 5)) m(content, importance)");
  start(database, {"control", "picky", "memory_importance_threshold=9", "easy", "memory_importance_threshold=6"});
  run_of(database);
  std::map<std::string, int> users;
  for (int i = 0; i < users_of_wording; ++i) {
    auto const user = "u" + std::to_string(i);
    auto const variant = variant_of_user(database, user);
    ++users[variant];
    CAPTURE(variant);
    CHECK(database.value("SELECT count(*) FROM engagements WHERE user_id = $1 AND engagement_type = 'memory_reminder'",
                         {user}) == (variant == "picky" ? "0" : "1"));
  }
  CHECK(users.size() == 3);
}
