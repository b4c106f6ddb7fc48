#include <doctest/doctest.h>

#include <random>

#include "domain/experiment/report.hpp"
#include "domain/experiment/treatment.hpp"
#include "support/facts.hpp"

using namespace proactive;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using test::noon;

namespace {

// Exposed at noon (UTC), 30 days ago.
UserHistory exposed_user() {
  UserHistory user;
  user.exposed_at = noon;
  return user;
}
Instant const now = noon + days{30};

double value(Metric metric, Window window, UserHistory const& user, Instant as_of = now) {
  auto const seen = observe(metric, window, user, as_of);
  REQUIRE(seen);
  return seen->value;
}

Experiment two_variants(NamedValues settings = {{"type_rotation", "false"}}) {
  Experiment experiment;
  experiment.name = "warmth";
  experiment.status = ExperimentStatus::running;
  experiment.started_at = noon - days{30};
  experiment.variants = {{"control"}, {"warm", 1, std::move(settings)}};
  experiment.planned_users = 1000;
  return experiment;
}

// Users who come on each day of the 28 with a probability of their own, to which `more` is added; who had that
// probability before as well.
VariantTally tally_of(std::string name, int users, double more, std::mt19937& random, double objecting = 0) {
  VariantTally tally{std::move(name)};
  std::uniform_real_distribution<double> draw(0, 1);
  for (int i = 0; i < users; ++i) {
    auto user = exposed_user();
    auto const habit = 0.6 * draw(random);
    for (int day = -28; day < 28; ++day) {
      if (draw(random) < habit + (day >= 0 ? more : 0)) user.sessions.push_back({noon + days{day} + hours{3}});
    }
    if (draw(random) < objecting) user.objections.push_back(noon + days{2});
    add_user(tally, user, now);
  }
  return tally;
}

MetricResult const& result_of(ExperimentReport const& report, Metric metric) {
  for (auto const& result : report.results) {
    if (result.metric == metric && result.window == spec_of(metric).windows.front()) return result;
  }
  FAIL("no such result");
  return report.results.front();
}

}  // namespace

TEST_CASE("days are 24 hours from the exposure on, and count once") {
  auto user = exposed_user();
  user.sessions = {{noon + hours{1}}, {noon + hours{23}}, {noon + hours{25}}, {noon + days{8}}, {noon + days{28}}};
  CHECK(value(Metric::active_days, Window::days_28, user) == 3);
  CHECK(value(Metric::active_days, Window::first_week, user) == 2);
  CHECK(value(Metric::active_days, Window::later, user) == 1);
}

TEST_CASE("users count once their days are over; harm is counted as it comes") {
  auto user = exposed_user();
  user.objections = {noon + days{2}};
  auto const soon = noon + days{7} - minutes{1};
  CHECK(!observe(Metric::active_days, Window::first_week, user, soon));
  CHECK(observe(Metric::active_days, Window::first_week, user, noon + days{7}));
  CHECK(!observe(Metric::active_days, Window::days_28, user, noon + days{27}));
  CHECK(value(Metric::opt_outs, Window::so_far, user, noon + days{1}) == 0);
  CHECK(value(Metric::opt_outs, Window::so_far, user, soon) == 1);
}

TEST_CASE("objections before the exposure, and after the 28 days, are not the variant's") {
  auto user = exposed_user();
  user.objections = {noon - minutes{1}, noon + days{28}};
  CHECK(value(Metric::opt_outs, Window::so_far, user) == 0);
}

TEST_CASE("a session within an hour after a message of ours is not the user's own") {
  auto user = exposed_user();
  user.outreaches = {{noon + hours{5}, true}};
  user.sessions = {{noon + hours{5}}, {noon + hours{6}}, {noon + hours{6} + minutes{1}}, {noon + hours{4}}};
  CHECK(value(Metric::own_sessions, Window::first_week, user) == 2);
  CHECK(value(Metric::returned, Window::first_week, user) == 1);
}

TEST_CASE("of answers only those are counted whose outcome is known") {
  auto user = exposed_user();
  user.outreaches = {{noon + days{1}, true}, {noon + days{2}, false}, {noon + days{3}}, {noon - days{1}, true}};
  auto const seen = observe(Metric::response_rate, Window::days_28, user, now);
  REQUIRE(seen);
  CHECK(seen->value == 1);
  CHECK(seen->beside == 2);
}

TEST_CASE("silence is told of those who wrote before") {
  auto user = exposed_user();
  CHECK(!observe(Metric::silenced, Window::days_28, user, now));
  user.sessions = {{noon - days{3}}, {noon + days{13}}};
  CHECK(value(Metric::silenced, Window::days_28, user) == 1);
  user.sessions.push_back({noon + days{15}});
  CHECK(value(Metric::silenced, Window::days_28, user) == 0);
}

TEST_CASE("night is the user's own, and is counted by messages") {
  auto user = exposed_user();
  user.zone = "America/New_York";                                    // five hours behind UTC
  user.sessions = {{noon + hours{20}, 10}, {noon + hours{10}, 30}};  // 03:00 and 17:00 there
  auto const seen = observe(Metric::night_share, Window::so_far, user, now);
  REQUIRE(seen);
  CHECK(seen->value == 10);
  CHECK(seen->beside == 40);
}

TEST_CASE("days over three hours, where the app tells how long users stay") {
  auto user = exposed_user();
  user.sessions = {{noon + hours{1}, 1, 100}, {noon + hours{5}, 1, 81}, {noon + days{1}, 1, 180}};
  CHECK(value(Metric::long_days, Window::so_far, user) == 1);
  user.sessions.push_back({noon + days{2}});
  CHECK(!observe(Metric::long_days, Window::so_far, user, now));
}

TEST_CASE("a difference is found, and CUPED takes out what users did before") {
  std::mt19937 random(1);
  auto const experiment = two_variants();
  auto const report =
      report_of(experiment, {tally_of("control", 600, 0, random), tally_of("warm", 600, 0.05, random)}, now);
  CHECK(!report.is_withheld);
  auto const& days_active = result_of(report, Metric::active_days);
  CHECK(days_active.verdict == Verdict::better);
  CHECK(days_active.variance_reduction > 0.5);
  REQUIRE(days_active.fixed);
  CHECK(days_active.fixed->interval.contains(28 * 0.05));
  CHECK(result_of(report, Metric::opt_outs).verdict == Verdict::undecided);
  CHECK(harmed_by(report).empty());
}

TEST_CASE("of an experiment on how much is sent nothing is concluded for eight weeks, but harm is") {
  std::mt19937 random(2);
  auto experiment = two_variants({{"min_gap_hours", "48"}});
  CHECK(is_about_volume(experiment));
  CHECK(!is_about_volume(two_variants()));
  CHECK(!is_about_volume(two_variants({{"check_in_valid_hours", "8"}})));
  std::vector const tallies{tally_of("control", 600, 0, random), tally_of("warm", 600, 0.1, random, 0.2)};
  auto const early = report_of(experiment, tallies, now - days{5});
  CHECK(early.inconclusive_until == noon + days{26});
  CHECK(result_of(early, Metric::active_days).verdict == Verdict::inconclusive);
  CHECK(harmed_by(early) == std::map<std::string, std::vector<Metric>>{{"warm", {Metric::opt_outs}}});
  auto const later = report_of(experiment, tallies, noon + days{26});
  CHECK(result_of(later, Metric::active_days).verdict == Verdict::better);
}

TEST_CASE("results are withheld where users got lost on the way") {
  std::mt19937 random(3);
  auto const report =
      report_of(two_variants(), {tally_of("control", 600, 0, random), tally_of("warm", 400, 0.1, random)}, now);
  CHECK(report.is_withheld);
  CHECK(report.results.empty());
  CHECK(harmed_by(report).empty());
}

TEST_CASE("variants that are alike seldom seem to differ, over all goals together") {
  std::mt19937 random(4);
  constexpr int experiments = 300;
  int fixed = 0;
  int anytime = 0;
  int harmed = 0;
  for (int i = 0; i < experiments; ++i) {
    auto const report = report_of(
        two_variants(), {tally_of("control", 100, 0, random, 0.1), tally_of("warm", 100, 0, random, 0.1)}, now);
    auto const differs = [](auto const& p) { return p && *p < 0.05; };
    bool seems_to = false;
    for (auto const& result : report.results) {
      seems_to = seems_to || differs(result.fixed_p);
      anytime += result.verdict == Verdict::better || result.verdict == Verdict::worse ? 1 : 0;
    }
    fixed += seems_to ? 1 : 0;
    harmed += harmed_by(report).empty() ? 0 : 1;
  }
  CHECK(fixed < 300 * 0.08);  // 5 %, and three standard errors
  CHECK(anytime <= 6);
  CHECK(harmed <= 9);
}

TEST_CASE("a plan knows how many users find a change of each goal") {
  std::mt19937 random(5);
  auto const goals = plan_goals(tally_of("past", 1000, 0, random), 0.1, 0.8);
  REQUIRE(goals.size() == 4);
  CHECK(goals[0].metric == Metric::active_days);
  CHECK(goals[0].mean == doctest::Approx(28 * 0.3).epsilon(0.1));
  REQUIRE(goals[0].for_one_look);
  REQUIRE(goals[0].for_every_day);
  CHECK(*goals[0].for_every_day > *goals[0].for_one_look);
  CHECK(!goals[3].for_one_look);  // nobody got a message
  auto const finer = plan_goals(tally_of("past", 1000, 0, random), 0.05, 0.8);
  CHECK(static_cast<double>(*finer[0].for_one_look) ==
        doctest::Approx(4.0 * static_cast<double>(*goals[0].for_one_look)).epsilon(0.15));
}

TEST_CASE("a stopped variant treats its users as all") {
  auto experiment = two_variants({{"min_gap_hours", "48"}});
  divide_buckets(experiment.variants);
  experiment.buckets = {{0, bucket_count}};
  experiment.variants[1].stopped = VariantStop{noon, "auto_stop: opt_outs"};
  Treatments treatments({}, {experiment});
  for (int i = 0; i < 20; ++i)
    CHECK(treatments.of("user-" + std::to_string(i)).settings.care.min_gap_hours == Settings{}.care.min_gap_hours);
  auto variants = experiment.variants;
  auto const document = stops_json(variants);
  for (auto& variant : variants) variant.stopped.reset();
  CHECK(read_stops(document, variants));
  REQUIRE(variants[1].stopped);
  CHECK(variants[1].stopped->at == noon);
  CHECK(!read_stops(Json::array(), variants));
}
