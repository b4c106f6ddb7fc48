// Experiments, hold-outs and ghosts, as runs carry them out.
#include <doctest/doctest.h>

#include <cmath>

#include "app/operator/experiment.hpp"
#include "app/pass/process.hpp"
#include "app/pass/schedule.hpp"
#include "base/errors.hpp"
#include "domain/experiment/holdout.hpp"
#include "support/db/test_database.hpp"

using namespace proactive;
using test::TestDatabase;

namespace {

NamedValues with(NamedValues settings) {
  settings.insert(settings.end(), {{"quiet_hours", "off"}, {"max_scheduled_engagements", "10000"}});
  return settings;
}

app::ScheduleReport scheduled(TestDatabase& database, NamedValues const& settings = {},
                              app::ScheduleOptions const& options = {}) {
  auto session = app::open_session(database.invocation(with(settings)), "schedule",
                                   options.pass.dry_run ? store::Access::read_only : store::Access::read_write,
                                   app::Needs::adapter);
  return app::run_schedule(session, app::new_run_id(), options).counts;
}

app::ProcessReport processed(TestDatabase& database, NamedValues const& settings = {}) {
  auto session =
      app::open_session(database.invocation(with(settings)), "process", store::Access::read_write, app::Needs::adapter);
  return app::run_process(session, app::new_run_id(), {}).counts;
}

void add_users(TestDatabase& database, int users, int silent_hours = 30) {
  for (int i = 0; i < users; ++i)
    database.add_relationship({.user = "u" + std::to_string(i), .silent_hours = silent_hours});
}

void make_due(TestDatabase& database) {
  database.exec(
      "UPDATE engagements SET created_at = created_at - interval '2 hours', scheduled_for = now() - interval '1 "
      "minute' "
      "WHERE engagement_status IN ('scheduled', 'ghost') AND closed_at IS NULL");
}

std::string usage_of(std::function<void()> const& call) {
  try {
    call();
  } catch (Error const& problem) {
    CHECK(problem.code() == ExitCode::usage);
    return problem.what();
  }
  return {};
}

bool has(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("users get the settings of their variants, and are exposed with the claim") {
  TestDatabase database;
  add_users(database, 60);  // silent for 30 hours
  auto const operators = database.invocation();
  app::create_experiment(operators, {"patience", "default", {"control", "late", "check_in_after_hours=72"}});
  app::run_experiment(operators, "patience", 50, app::Begin::start);
  auto const report = scheduled(database);
  CHECK(report.scheduled == 60);  // of whoever is not silent for long enough yet, as another type
  CHECK(database.value("SELECT count(*) FROM exposures") != "0");
  // Who is in no variant is as all are; who is in one has a row.
  for (int i = 0; i < 60; ++i) {
    auto const user = "u" + std::to_string(i);
    auto const treatment = app::treatment_of_user(operators, user);
    auto const variant = treatment.variants.empty() ? "" : treatment.variants.front().second;
    CHECK(database.value("SELECT coalesce(max(variant), '') FROM exposures WHERE user_id = $1", {user}) == variant);
    CHECK(database.value("SELECT engagement_type = 'check_in' FROM engagements WHERE user_id = $1", {user}) ==
          (variant == "late" ? "f" : "t"));
  }
  auto const before = database.value("SELECT string_agg(user_id || variant, ' ' ORDER BY user_id) FROM exposures");
  app::run_experiment(operators, "patience", 100, app::Begin::ramp);
  database.exec("UPDATE pairs SET next_check_at = now() - interval '1 minute'");
  scheduled(database);
  CHECK(has(
      database.value("SELECT string_agg(user_id || variant, ' ' ORDER BY user_id) FROM exposures WHERE exposed_at = "
                     "(SELECT min(exposed_at) FROM exposures)"),
      before));
}

TEST_CASE("a dry run exposes nobody, and shows what a run does") {
  TestDatabase database;
  add_users(database, 30);
  app::create_experiment(database.invocation(),
                         {"patience", "default", {"control", "late", "check_in_after_hours=72"}});
  app::run_experiment(database.invocation(), "patience", 100, app::Begin::start);
  app::ScheduleOptions options;
  options.pass.dry_run = true;
  auto const preview = scheduled(database, {{"holdout_percent", "20"}}, options);
  CHECK(database.value("SELECT count(*) FROM exposures") == "0");
  CHECK(database.value("SELECT count(*) FROM engagements") == "0");
  auto const report = scheduled(database, {{"holdout_percent", "20"}});
  CHECK(preview.scheduled == report.scheduled);
  CHECK(preview.ghosts == report.ghosts);
  CHECK(report.ghosts > 0);
}

TEST_CASE("who is held out gets ghosts as often as others get messages") {
  TestDatabase database;
  constexpr int users = 400;
  add_users(database, users);
  NamedValues const settings{{"holdout_percent", "50"}, {"min_gap_hours", "off"}, {"min_interval_hours", "0"}};
  long sent = 0;
  long ghosts = 0;
  for (int round = 0; round < 3; ++round) {
    auto const planned = scheduled(database, settings);
    make_due(database);
    auto const done = processed(database, settings);
    CHECK(done.ghosts == planned.ghosts);
    CHECK(done.sent == planned.scheduled);
    sent += done.sent;
    ghosts += done.ghosts;
    // A day goes by.
    database.exec("UPDATE pairs SET next_check_at = now() - interval '1 minute'");
    database.exec(
        "UPDATE engagements SET created_at = created_at - interval '26 hours', scheduled_for = scheduled_for - "
        "interval '26 hours', "
        "sent_at = sent_at - interval '26 hours', closed_at = closed_at - interval '26 hours'");
    database.exec(
        "UPDATE public.relationship_progression SET last_interaction = last_interaction - interval '26 hours'");
    database.exec("UPDATE public.messages SET created_at = created_at - interval '26 hours'");
  }
  auto const held =
      std::stol(database.value("SELECT count(DISTINCT user_id) FROM engagements WHERE engagement_status = 'ghost'"));
  CHECK(held > 150);
  CHECK(held < 250);
  CHECK(ghosts * (users - held) == sent * held);  // as often for each user
  CHECK(sent > users - held);                     // more than once
  CHECK(
      database.value(
          "SELECT count(*) FROM deliveries d JOIN engagements e USING (user_id) WHERE e.engagement_status = 'ghost'") ==
      "0");
  CHECK(database.value("SELECT count(*) FROM engagements WHERE engagement_status = 'ghost' AND "
                       "num_nonnulls(engagement_content, writer) > 0") == "0");
  CHECK(database.value("SELECT count(*) FROM told_engagements WHERE status = 'ghost'") == "0");
  CHECK(
      database.value("SELECT count(*) FROM engagements WHERE engagement_status = 'ghost' AND settle_at IS NOT NULL") ==
      std::to_string(ghosts));  // it is asked whether their users wrote anyway
}

TEST_CASE("ghosts count for nobody once their user is held out no more") {
  TestDatabase database;
  add_users(database, 40);
  scheduled(database, {{"holdout_percent", "50"}});
  auto const ghosts = database.value("SELECT count(*) FROM engagements WHERE engagement_status = 'ghost'");
  REQUIRE(std::stol(ghosts) > 5);
  database.exec("UPDATE pairs SET next_check_at = now() - interval '1 minute'");
  CHECK(std::to_string(scheduled(database).scheduled) == ghosts);
}

TEST_CASE("a ghost would not have been sent to who has opted out, or was written to meanwhile") {
  TestDatabase database;
  add_users(database, 40);
  NamedValues const settings{{"holdout_percent", "50"}};
  scheduled(database, settings);
  make_due(database);
  auto const user = database.value("SELECT min(user_id) FROM engagements WHERE engagement_status = 'ghost'");
  database.exec("SELECT opt_out($1)", {user});
  processed(database, settings);
  CHECK(database.value("SELECT reason FROM engagements WHERE user_id = $1", {user}) == "opted_out");
  CHECK(database.value("SELECT count(*) FROM engagements WHERE engagement_status = 'ghost' AND closed_at IS NULL") ==
        "0");
  CHECK(database.value("SELECT count(*) FROM engagements WHERE engagement_status = 'ghost' AND reason IS NOT NULL") ==
        "1");
}

TEST_CASE("what is held of experiments goes with its user, and is in their export") {
  TestDatabase database;
  add_users(database, 1);
  app::create_experiment(database.invocation(),
                         {"patience", "default", {"control", "late", "check_in_after_hours=29"}});
  app::run_experiment(database.invocation(), "patience", 100, app::Begin::start);
  database.exec("INSERT INTO exposures VALUES ('u0', 'patience', 1, 'late', now())");
  database.exec("SELECT forget('u0')");
  CHECK(database.value("SELECT count(*) FROM exposures") == "0");
}

TEST_CASE("an operator's experiments: created, started, ramped, stopped, and what is refused") {
  TestDatabase database;
  auto const operators = database.invocation();
  auto const create = [&](std::string const& name, std::vector<std::string> const& variants,
                          std::string const& layer = "default") {
    return usage_of([&] { app::create_experiment(operators, {name, layer, variants}); });
  };
  auto const run = [&](std::string const& name, int percent, app::Begin begin) {
    return usage_of([&] { app::run_experiment(operators, name, percent, begin); });
  };
  CHECK(has(create("Warm", {"a", "b"}), "no name of an experiment"));
  CHECK(has(create("warm", {"a"}), "at least two variants"));
  CHECK(has(create("warm", {"a", "a"}), "two variants a"));
  CHECK(has(create("warm", {"x=1", "a"}), "belongs to no variant"));
  CHECK(has(create("warm", {"a:0", "b"}), "from 1 to 1000"));
  CHECK(has(create("warm", {"a", "b", "crisis_hours=1"}), "may not change crisis_hours"));
  CHECK(has(create("warm", {"a", "b", "max_engagements_per_day=99"}), "above the"));
  CHECK(has(create("warm", {"a", "b", "check_in_valid_hours=0"}), "not allowed"));
  CHECK(create("warm", {"control:3", "warm:1", "check_in_valid_hours=6"}).empty());
  CHECK(has(create("warm", {"a", "b"}), "stop it first"));
  CHECK(has(run("warm", 10, app::Begin::ramp), "is not started"));
  CHECK(has(run("cold", 10, app::Begin::start), "there is no experiment cold"));
  CHECK(run("warm", 60, app::Begin::start).empty());
  CHECK(has(run("warm", 60, app::Begin::start), "ramp warm"));
  CHECK(has(run("warm", 50, app::Begin::ramp), "ask for as many or more"));
  CHECK(create("late", {"control", "late", "check_in_after_hours=48"}).empty());
  CHECK(has(run("late", 50, app::Begin::start), "has 40 % of the users left"));
  CHECK(run("late", 40, app::Begin::start).empty());
  CHECK(create("warmer", {"control", "b", "check_in_valid_hours=8"}, "texts").empty());
  CHECK(has(run("warmer", 50, app::Begin::start), "changes check_in_valid_hours as well"));
  app::stop_experiment(operators, "warm", std::nullopt, "enough");
  CHECK(run("warmer", 50, app::Begin::start).empty());
  CHECK(has(run("warm", 70, app::Begin::ramp), "was stopped"));
  CHECK(create("warm", {"control", "warm", "check_in_valid_hours=6"}).find("version") == std::string::npos);
  CHECK(app::show_experiment(operators, "warm").stored.experiment.version == 2);
}

namespace {

// An experiment that began 40 days ago, with users who were exposed 30 days ago, and come back on so many of the days
// by what `days_of` says of their number.
class PastExperiment {
 public:
  explicit PastExperiment(std::string const& variant_setting = "type_rotation=false") {
    database.exec("CREATE TABLE public.visits (person text, at timestamptz, lines bigint, minutes double precision)");
    database.install_adapter(
        database.value("SELECT source FROM adapter") +
        "\nCREATE OR REPLACE FUNCTION proactive.app_sessions(users text[], since timestamptz) RETURNS TABLE (user_id "
        "text, started_at "
        "timestamptz, messages bigint, minutes double precision) LANGUAGE sql STABLE AS $$ SELECT v.person, v.at, "
        "v.lines, v.minutes FROM public.visits v WHERE v.person = ANY ($1) AND v.at >= $2 $$;");
    app::create_experiment(operators(), {"warmth", "default", {"control", "warm", variant_setting}});
    app::run_experiment(operators(), "warmth", 100, app::Begin::start);
    database.exec("UPDATE experiments SET started_at = now() - interval '40 days'");
  }

  void expose(std::string const& variant, int from, int to) {
    database.exec(
        "INSERT INTO exposures SELECT 'u' || n, 'warmth', 1, $1, now() - interval '30 days' FROM "
        "generate_series($2::integer, $3::integer) n",
        {variant, std::to_string(from), std::to_string(to)});
  }

  // On every n-th day of those 58.
  void visit(int from, int to, int every) {
    database.exec(
        "INSERT INTO public.visits SELECT 'u' || n, now() - d * interval '1 day' + interval '1 hour', 5, 20 FROM "
        "generate_series($1::integer, $2::integer) n, generate_series(3, 58) d WHERE (d + n) % $3::integer = 0",
        {std::to_string(from), std::to_string(to), std::to_string(every)});
  }

  app::Invocation operators() { return database.invocation(); }
  ExperimentReport report() { return app::report_on_experiment(operators(), "warmth", {}).report; }

  TestDatabase database;
};

MetricResult const* found(ExperimentReport const& report, Metric metric, Window window) {
  for (auto const& result : report.results) {
    if (result.metric == metric && result.window == window) return &result;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("a report tells what users did before and after they were exposed") {
  PastExperiment past;
  past.expose("control", 1, 60);
  past.expose("warm", 61, 120);
  for (auto const every : {3, 4, 5}) {
    past.visit(20 * every - 59, 20 * every - 40, every);
    past.visit(20 * every + 1, 20 * every + 20, every - 1);
  }
  auto const results = app::report_on_experiment(past.operators(), "warmth", {});
  CHECK(results.tells_sessions);
  CHECK(results.report.exposed == std::vector<long>{60, 60});
  auto const* const days = found(results.report, Metric::active_days, Window::days_28);
  REQUIRE(days != nullptr);
  CHECK(days->users == 60);
  REQUIRE(days->fixed);
  CHECK(found(results.report, Metric::long_days, Window::so_far)->users == 60);
  CHECK(usage_of([&] { app::report_on_experiment(past.operators(), "warmth", 7); }).find("no version 7") !=
        std::string::npos);
}

TEST_CASE("schedule stops a variant that users object to, once, and says so") {
  PastExperiment past("min_gap_hours=48");
  past.expose("control", 1, 200);
  past.expose("warm", 201, 400);
  past.database.exec(
      "INSERT INTO preferences (user_id, enabled, opted_out_at) SELECT 'u' || n, false, now() - interval '5 days' FROM "
      "generate_series(201, 250) n");
  auto const calm = scheduled(past.database, {{"auto_stop", "false"}});
  CHECK(past.database.value("SELECT status FROM experiments") == "running");
  scheduled(past.database);
  CHECK(past.database.value("SELECT stopped_variants -> 'warm' ->> 'why' FROM experiments") == "auto_stop: opt_outs");
  CHECK(past.database.value("SELECT status FROM experiments") == "stopped");  // the control alone is none
  CHECK(past.database.value("SELECT count(*) FROM runs WHERE errors::text LIKE '%variant warm is stopped%'") == "1");
}

TEST_CASE("guardrails are looked at once a day, and a variant that does no harm stays") {
  PastExperiment past;
  past.expose("control", 1, 100);
  past.expose("warm", 101, 200);
  scheduled(past.database);
  CHECK(past.database.value("SELECT status FROM experiments") == "running");
  CHECK(past.database.value("SELECT reviewed_at IS NOT NULL FROM experiments") == "t");
  past.database.exec(
      "INSERT INTO preferences (user_id, enabled, opted_out_at) SELECT 'u' || n, false, now() - interval '5 days' FROM "
      "generate_series(101, 170) n");
  scheduled(past.database);
  CHECK(past.database.value("SELECT status FROM experiments") == "running");
  past.database.exec("UPDATE experiments SET reviewed_at = reviewed_at - interval '1 day'");
  scheduled(past.database);
  CHECK(past.database.value("SELECT status FROM experiments") == "stopped");
}

TEST_CASE("an operator stops one variant, and the others go on") {
  TestDatabase database;
  auto const operators = database.invocation();
  app::create_experiment(operators,
                         {"tones", "default", {"control", "a", "min_gap_hours=48", "b", "min_gap_hours=72"}});
  app::run_experiment(operators, "tones", 100, app::Begin::start);
  CHECK(has(usage_of([&] { app::stop_experiment(operators, "tones", "control", "x"); }), "name one of a, b"));
  CHECK(app::stop_experiment(operators, "tones", "a", "not liked").status == ExperimentStatus::running);
  CHECK(app::show_experiment(operators, "tones").stored.experiment.variants[1].stopped->why == "not liked");
  CHECK(app::stop_experiment(operators, "tones", "b", "neither").status == ExperimentStatus::stopped);
}

TEST_CASE("a plan needs users who were written to") {
  PastExperiment past;
  CHECK(has(usage_of([&] { app::plan_experiment(past.operators(), 0.1, 0.8); }), "nobody was written to"));
  past.database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, "
      "engagement_status, created_at, relationship_stage, writer, run_id, responded_at) SELECT 'u' || n, 9, "
      "'check_in', "
      "'How was it?', t, t, CASE WHEN n % 3 = 0 THEN 'responded' ELSE 'ignored' END, t, 'friend', 'template', 'r', "
      "CASE "
      "WHEN n % 3 = 0 THEN t END FROM generate_series(1, 90) n, LATERAL (SELECT now() - interval '40 days' AS t) x");
  past.visit(1, 45, 2);
  past.visit(46, 90, 5);
  auto const plan = app::plan_experiment(past.operators(), 0.1, 0.8);
  CHECK(plan.sampled_users == 90);
  CHECK(plan.users_in_28_days == 0);
  for (auto const& goal : plan.goals) {
    CAPTURE(name_of(goal.metric));
    if (goal.metric != Metric::returned) CHECK(goal.for_one_look.value_or(0) > 0);
  }
}

TEST_CASE("where the app does not tell of its users, guardrails are not looked at, and the run goes on") {
  PastExperiment past;
  past.expose("control", 1, 30);
  past.expose("warm", 31, 60);
  past.database.exec("DROP TABLE public.visits");
  scheduled(past.database);
  CHECK(past.database.value("SELECT reviewed_at IS NULL FROM experiments") == "t");
  CHECK(past.database.value("SELECT count(*) FROM runs WHERE errors::text LIKE '%guardrails of experiment warmth were "
                            "not looked at%' AND finished_at IS NOT NULL") == "1");
}
