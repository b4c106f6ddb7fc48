// What is learned of choices among templates, as the database keeps them.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "app/operator/policy_evaluation.hpp"
#include "app/pass/schedule.hpp"
#include "base/errors.hpp"
#include "store/bandit.hpp"
#include "store/runs.hpp"
#include "support/db/test_database.hpp"

using namespace proactive;
using test::TestDatabase;

namespace {

// 200 users of whom each got one of two templates by one to three; of the seldom one half answered, of the other a
// tenth.
void send(TestDatabase& database, std::string const& days_ago = "10") {
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, "
      "engagement_status, created_at, relationship_stage, writer, run_id, responded_at, template_id, choice) "
      "SELECT 'u' || n, 9, 'check_in', 'How was it?', t, t, CASE WHEN answers THEN 'responded' ELSE 'ignored' END, t, "
      "'friend', 'template', 'r', CASE WHEN answers THEN t END, CASE WHEN seldom THEN 1 ELSE 2 END, "
      "CASE WHEN seldom THEN "
      "'{\"template\":{\"p\":0.25,\"arms\":{\"1\":0.25,\"2\":0.75},\"bandit\":{\"1\":0.9,\"2\":0.1}}}' "
      "ELSE '{\"template\":{\"p\":0.75,\"arms\":{\"1\":0.25,\"2\":0.75},\"bandit\":{\"1\":0.9,\"2\":0.1}}}' END::jsonb "
      "FROM generate_series(1, 200) n, LATERAL (SELECT n % 4 = 0 AS seldom, now() - $1::integer * interval '1 day' AS "
      "t) "
      "a, LATERAL (SELECT CASE WHEN seldom THEN n % 8 = 0 ELSE n % 10 = 1 END AS answers) b",
      {days_ago});
}

class PolicyFile {
 public:
  PolicyFile(TestDatabase const& database, std::string const& text)
      : name_(std::filesystem::temp_directory_path() / (database.name() + ".policy.json")) {
    std::ofstream(name_) << text;
  }
  ~PolicyFile() { std::filesystem::remove(name_); }
  PolicyFile(PolicyFile const&) = delete;
  PolicyFile& operator=(PolicyFile const&) = delete;
  [[nodiscard]] std::string const& name() const { return name_; }

 private:
  std::string name_;
};

template <typename Read>
auto read(TestDatabase& database, Read const& what) {
  auto session = app::open_session(database.invocation(), "test", store::Access::read_only);
  return session.database->transact(what);
}

std::string refusal_of(TestDatabase& database, std::string const& policy) {
  PolicyFile const file(database, policy);
  try {
    app::evaluate_policy_file(database.invocation(), {.policy_file = file.name()});
  } catch (Error const& problem) {
    return problem.what();
  }
  return {};
}

}  // namespace

TEST_CASE("records weigh by propensity and age, and take objections off") {
  TestDatabase database;
  send(database, "28");
  database.exec("UPDATE engagements SET negative_at = sent_at WHERE user_id = 'u8'");
  auto const records = read(database, [](store::Transaction& transaction) {
    return store::arm_records(transaction, store::database_now(transaction));
  });
  auto const& check_ins = records.at(EngagementType::check_in);
  CHECK(check_ins.at(1).weight == doctest::Approx(50 * 4 * 0.5).epsilon(0.001));
  CHECK(check_ins.at(1).weighted_reward == doctest::Approx((25 - 5) * 4 * 0.5).epsilon(0.001));
  CHECK(check_ins.at(2).squared_weight == doctest::Approx(150 / 0.75 / 0.75 * 0.25).epsilon(0.001));
  auto const scores = arm_scores(check_ins);
  CHECK(scores.of(1) > scores.of(2));
}

TEST_CASE("a policy is valued by what was logged, and refused by what was not") {
  TestDatabase database;
  send(database);
  PolicyFile const seldom(database, R"({"weights":{"1":1}})");
  auto const report = app::evaluate_policy_file(database.invocation(), {.policy_file = seldom.name()});
  CHECK(report.evaluation.values.snipw.value == doctest::Approx(0.5));
  CHECK(report.evaluation.values.choices == 200);
  auto const shadow = app::evaluate_policy_file(database.invocation(), {});
  CHECK(shadow.evaluation.values.snipw.value > report.evaluation.logged_value);
  CHECK(refusal_of(database, R"({"weights":{"77":1}})").find("template 77") != std::string::npos);
  CHECK(refusal_of(database, "{").find("no JSON") != std::string::npos);
  CHECK(refusal_of(database, "{}").find("weights") != std::string::npos);
}

TEST_CASE("when users got templates last") {
  TestDatabase database;
  send(database, "20");
  send(database, "70");
  auto const received = read(database, [](store::Transaction& transaction) {
    return store::received_templates(transaction, {"u4", "u5", "nobody"},
                                     store::database_now(transaction) - std::chrono::days{60});
  });
  CHECK(received.size() == 2);
  CHECK(received.at("u4").contains(1));
  CHECK(received.at("u5").contains(2));
}

TEST_CASE("with a bandit a run keeps what it chose among what, beside the hour") {
  TestDatabase database;
  for (int i = 0; i < 5; ++i) database.add_relationship({.user = "u" + std::to_string(i)});
  auto const schedule = [&](std::string const& mode) {
    auto session = app::open_session(database.invocation({{"bandit", mode}, {"quiet_hours", "off"}}), "schedule",
                                     store::Access::read_write, app::Needs::adapter);
    return app::run_schedule(session, app::new_run_id(), {}).counts.scheduled;
  };
  CHECK(schedule("shadow") == 5);
  CHECK(database.value(
            "SELECT bool_and((choice #>> '{template,p}')::float > 0 AND choice #> '{template,bandit}' IS NOT "
            "NULL AND choice #> array['template', 'arms', template_id::text] IS NOT NULL) FROM engagements") == "t");
  database.exec("DELETE FROM engagements");
  database.exec("UPDATE pairs SET next_check_at = '-infinity'");
  CHECK(schedule("off") == 5);
  CHECK(database.value("SELECT count(*) FROM engagements WHERE choice ? 'template'") == "0");
}

TEST_CASE("a type that is drawn is kept with the probability of each that applied, beside the hour and the template") {
  TestDatabase database;
  for (int i = 0; i < 8; ++i) database.add_relationship({.user = "u" + std::to_string(i), .silent_hours = 40});
  auto const schedule = [&](NamedValues settings) {
    settings.emplace_back("quiet_hours", "off");
    database.exec("DELETE FROM engagements");
    database.exec("UPDATE pairs SET next_check_at = '-infinity'");
    auto session =
        app::open_session(database.invocation(settings), "schedule", store::Access::read_write, app::Needs::adapter);
    return app::run_schedule(session, app::new_run_id(), {}).counts.scheduled;
  };
  CHECK(schedule({{"type_weights", "check_in=3"}, {"bandit", "shadow"}}) == 8);
  CHECK(database.value(
            "SELECT string_agg(DISTINCT (SELECT string_agg(k, ' ' ORDER BY k) FROM jsonb_object_keys(choice) k),"
            " ';') FROM engagements") == "template type");
  CHECK(database.value("SELECT bool_and(choice #> '{type,arms}' = '{\"check_in\":0.75,\"topic_suggestion\":0.25}' AND "
                       "choice #> '{type,p}' = choice #> array['type', 'arms', engagement_type]) FROM engagements") ==
        "t");
  CHECK(schedule({{"type_weights", "check_in=3"}}) == 8);
  CHECK(database.value("SELECT count(*) FROM engagements WHERE choice ? 'type' AND NOT choice ? 'template'") == "8");
  CHECK(schedule({}) == 8);
  CHECK(database.value("SELECT count(*) FROM engagements WHERE choice ? 'type'") == "0");
}
