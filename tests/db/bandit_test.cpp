// What is learned of choices among templates, as the database keeps them.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

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
    return store::template_records(transaction, store::database_now(transaction));
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

namespace {

void plan_anew(TestDatabase& database) {
  database.exec("DELETE FROM engagements");
  database.exec("UPDATE pairs SET next_check_at = '-infinity'");
}

long schedule(TestDatabase& database, NamedValues settings) {
  settings.emplace_back("quiet_hours", "off");
  auto session =
      app::open_session(database.invocation(settings), "schedule", store::Access::read_write, app::Needs::adapter);
  return app::run_schedule(session, app::new_run_id(), {}).counts.scheduled;
}

// Friends to whom a check_in and a topic_suggestion apply.
void add_friends(TestDatabase& database, int first, int last) {
  for (int i = first; i < last; ++i) database.add_relationship({.user = "u" + std::to_string(i), .silent_hours = 40});
}

}  // namespace

TEST_CASE("a type that is drawn is kept with the probability of each that applied, beside the hour and the template") {
  TestDatabase database;
  add_friends(database, 0, 8);
  CHECK(schedule(database, {{"type_weights", "check_in=3"}, {"bandit", "shadow"}}) == 8);
  CHECK(database.value("SELECT bool_and(choice ?& '{template,type}' AND choice #> '{type,bandit}' IS NOT NULL) "
                       "FROM engagements") == "t");
  CHECK(database.value("SELECT bool_and(choice #> '{type,arms}' = '{\"check_in\":0.75,\"topic_suggestion\":0.25}' AND "
                       "choice #> '{type,p}' = choice #> array['type', 'arms', engagement_type]) FROM engagements") ==
        "t");
  plan_anew(database);
  CHECK(schedule(database, {{"type_weights", "check_in=3"}}) == 8);
  CHECK(database.value("SELECT count(*) FROM engagements WHERE choice ? 'type' AND NOT choice ? 'template'") == "8");
  plan_anew(database);
  CHECK(schedule(database, {}) == 8);
  CHECK(database.value("SELECT count(*) FROM engagements WHERE choice ? 'type'") == "0");
}

namespace {

// 300 messages of which a check_in was drawn in one of four, and a tenth answered; of the others a half.
void send_types(TestDatabase& database, std::string const& more = "'{}'") {
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, "
      "engagement_status, created_at, relationship_stage, writer, run_id, responded_at, template_id, choice) "
      "SELECT 'v' || n, 9, type, 'How was it?', t, t, CASE WHEN answers THEN 'responded' ELSE 'ignored' END, t, "
      "'friend', 'template', 'r', CASE WHEN answers THEN t END, 5, "
      "jsonb_build_object('type', jsonb_build_object('p', p, 'arms', "
      "'{\"check_in\":0.25,\"topic_suggestion\":0.75}'::jsonb) || " +
      more +
      "::jsonb) FROM generate_series(1, 300) n, LATERAL (SELECT n % 4 = 0 AS is_check_in, now() - interval '28 "
      "days' AS t) a, LATERAL (SELECT CASE WHEN is_check_in THEN 'check_in' ELSE 'topic_suggestion' END AS type, "
      "CASE WHEN is_check_in THEN 0.25 ELSE 0.75 END AS p, "
      "CASE WHEN is_check_in THEN n % 40 = 0 ELSE n % 2 = 1 END AS answers) b");
}

}  // namespace

TEST_CASE("types are learned of by what was drawn among several, but not of minors") {
  TestDatabase database;
  send_types(database);
  send(database);  // of these no type was drawn
  auto const records_of = [&] {
    return read(database, [](store::Transaction& transaction) {
      return store::type_records(transaction, store::database_now(transaction));
    });
  };
  auto const records = records_of();
  CHECK(records.size() == 2);
  auto const check_in = static_cast<long>(EngagementType::check_in);
  CHECK(records.at(check_in).weight == doctest::Approx(75 * 4 * 0.5).epsilon(0.001));
  CHECK(records.at(check_in).weighted_reward == doctest::Approx(7 * 4 * 0.5).epsilon(0.001));
  CHECK(read(database,
             [](store::Transaction& transaction) {
               return store::template_records(transaction, store::database_now(transaction));
             })
            .at(EngagementType::check_in)
            .at(1)
            .weight > 0);
  database.exec("DELETE FROM engagements");
  send_types(database, "'{\"test\":false}'");
  CHECK(records_of().empty());
}

TEST_CASE("a policy of types is valued by the types that were drawn") {
  TestDatabase database;
  send_types(database);
  PolicyFile const file(database, R"({"weights":{"check_in":1,"topic_suggestion":3}})");
  auto const report = app::evaluate_policy_file(database.invocation(), {.policy_file = file.name()});
  CHECK(report.kind == ArmKind::type);
  CHECK(report.evaluation.values.choices == 300);
  CHECK(report.evaluation.values.snipw.value == doctest::Approx(report.evaluation.logged_value));
  CHECK(refusal_of(database, R"({"weights":{"memory_reminder":1}})").find("type memory_reminder") != std::string::npos);
  CHECK_THROWS_WITH(app::evaluate_policy_file(database.invocation(), {.of = "type"}),
                    doctest::Contains("where several types apply"));
}

TEST_CASE("when users got types last, from any companion") {
  TestDatabase database;
  send_types(database);
  send(database, "70");
  auto const received = read(database, [](store::Transaction& transaction) {
    return store::received_types(transaction, {"v4", "v5", "u4", "nobody"},
                                 store::database_now(transaction) - std::chrono::days{60});
  });
  CHECK(received.size() == 2);
  CHECK(received.at("v4").contains(EngagementType::check_in));
  CHECK(received.at("v5").contains(EngagementType::topic_suggestion));
}

TEST_CASE("a bandit that is on chooses types by what came of them") {
  TestDatabase database;
  send_types(database);
  add_friends(database, 0, 20);
  CHECK(schedule(database, {{"bandit", "on"}}) == 20);
  CHECK(database.value("SELECT bool_and((choice #>> '{type,arms,topic_suggestion}')::float > 0.9) FROM engagements "
                       "WHERE engagement_status = 'scheduled'") == "t");
  CHECK(database.value("SELECT count(*) > 15 FROM engagements WHERE engagement_status = 'scheduled' "
                       "AND engagement_type = 'topic_suggestion'") == "t");
}

namespace {

// What the server was asked meanwhile by those who use the database, as its log has it.
class StatementLog {
 public:
  explicit StatementLog(TestDatabase& database)
      : file_(std::filesystem::path(std::getenv("PRIVATE_POSTGRES")) / "server.log") {
    database.exec("ALTER DATABASE " + database.name() + " SET log_statement = 'all'");
  }

  template <typename Work>
  std::vector<std::string> during(Work const& work) {
    std::ifstream log(file_);
    log.seekg(0, std::ios::end);
    work();
    std::vector<std::string> statements;
    for (std::string line; std::getline(log, line);) {
      if (line.find("LOG:  execute ") != std::string::npos || line.find("LOG:  statement: ") != std::string::npos)
        statements.push_back(line);
      else if (!statements.empty())
        statements.back() += line;
    }
    return statements;
  }

 private:
  std::filesystem::path file_;
};

}  // namespace

TEST_CASE("a run without a bandit asks nothing for one, and one with it no more for more pairs") {
  // The log of another server is not ours to read, and a pool's sessions are older than what is to be logged.
  auto const* const server = std::getenv("PRIVATE_POSTGRES");
  auto const* const host = std::getenv("PGHOST");
  if (server == nullptr || host == nullptr || std::string_view{server} != host) return;
  TestDatabase database;
  StatementLog log(database);
  auto const asked = [&](std::string const& mode) {
    plan_anew(database);
    return log.during([&] { schedule(database, {{"bandit", mode}}); });
  };
  auto const count = [](std::vector<std::string> const& statements, std::string const& part) {
    return std::count_if(statements.begin(), statements.end(),
                         [&](std::string const& one) { return one.find(part) != std::string::npos; });
  };
  add_friends(database, 0, 4);
  asked("off");  // learns of the pairs
  auto const few = asked("off");
  REQUIRE(few.size() > 10);
  for (auto const* const part : {"#>> ARRAY", "e.template_id, max(e.sent_at)", "e.engagement_type, max(e.sent_at)"})
    CHECK(count(few, part) == 0);
  auto const few_on = asked("on");
  // Of templates and of types: what came of them, once a run, and when the users of a batch got them.
  CHECK(count(few_on, "#>> ARRAY") == 2);
  CHECK(count(few_on, "e.template_id, max(e.sent_at)") == 1);
  CHECK(count(few_on, "e.engagement_type, max(e.sent_at)") == 1);
  add_friends(database, 4, 40);
  asked("off");
  CHECK(asked("off").size() == few.size());
  CHECK(asked("on").size() == few_on.size());
}
