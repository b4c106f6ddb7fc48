#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <random>

#include "domain/bandit/bandit.hpp"
#include "domain/bandit/choices.hpp"
#include "domain/statistics/distributions.hpp"

using namespace proactive;

namespace {

double sum(std::vector<double> const& shares) { return std::accumulate(shares.begin(), shares.end(), 0.0); }

ArmRecord record(double messages, double mean) { return {messages, messages * mean, messages}; }

}  // namespace

TEST_CASE("without a record the bandit chooses by the weights") {
  std::vector<EligibleArm> const arms{{1, 4}, {2, 1}, {3, 5}};
  auto const shares = bandit_propensities(arms, arm_scores({}));
  CHECK(sum(shares) == doctest::Approx(1));
  CHECK(shares[0] == doctest::Approx(0.02 + 0.94 * 0.4));
  CHECK(weight_propensities(arms)[0] == doctest::Approx(0.4));
  CHECK(bandit_propensities({}, {}).empty());
}

TEST_CASE("an arm's score is drawn to the pool's mean, the more the less is known of it") {
  auto const scores = arm_scores({{1, record(1000, 0.3)}, {2, record(1000, 0.1)}, {3, record(5, 1.0)}});
  CHECK(scores.of(1) > 0.28);
  CHECK(scores.of(2) < 0.12);
  CHECK(scores.of(3) < 0.4);  // five answers of five messages say little
  CHECK(scores.of(4) == scores.of_pool);
  CHECK(scores.of_pool == doctest::Approx((300 + 100 + 5) / 2005.0));
}

TEST_CASE("a better arm is chosen more often, and a worse one still at times") {
  auto const scores = arm_scores({{1, record(100000, 0.3)}, {2, record(100000, -0.5)}});
  auto const shares = bandit_propensities({{1}, {2}}, scores);
  CHECK(shares[0] > 0.97);
  CHECK(shares[1] == doctest::Approx(0.02));
  std::vector<EligibleArm> const many(60, EligibleArm{1});
  for (auto const share : bandit_propensities(many, scores)) CHECK(share >= 0.5 / 60);
  // Extreme scores overflow nothing.
  auto const extreme = bandit_propensities({{1}, {2}}, {{{1, 1e6}, {2, -1e6}}, 0});
  CHECK(extreme[0] == doctest::Approx(0.98));
}

TEST_CASE("what weighs nothing is not tried, however good it is") {
  auto const shares = bandit_propensities({{1, 0}, {2, 3}, {3, 1}}, {{{1, 1.0}}, 0});
  CHECK(shares[0] == 0);
  CHECK(sum(shares) == doctest::Approx(1));
  CHECK(shares[1] == doctest::Approx(0.02 + 0.96 * 0.75));
}

TEST_CASE("what the user got lately is chosen less, and recovers") {
  auto const share = [](std::optional<double> days) { return bandit_propensities({{1, 1, days}, {2}}, {})[0]; };
  CHECK(share(0) < share(15));
  CHECK(share(15) < share(60));
  CHECK(share(std::nullopt) == doctest::Approx(0.5));
  // 0.017 at once, half of it after 15 days: odds of e^(-0.85) and e^(-0.425).
  CHECK(share(0) == doctest::Approx(0.02 + 0.96 / (1 + std::exp(0.85))));
  CHECK(share(15) == doctest::Approx(0.02 + 0.96 / (1 + std::exp(0.425))));
}

TEST_CASE("choices are kept with all that could have been chosen, each beside the others") {
  constexpr auto of_template = ArmKind::message_template;
  ArmChoice const choice{12, {{12, 0.25}, {13, 0.75}}, std::map<long, double>{{12, 0.5}, {13, 0.5}}};
  auto document = choices_json({.message_template = choice});
  CHECK(read_choice(document, of_template, 12) == choice);
  CHECK(!read_choice(document, of_template, 14));
  CHECK(!read_choice(document, ArmKind::type, 12));
  CHECK(!read_choice(Json::parse(R"({"hour":{"p":0.1,"of":96}})"), of_template, 12));
  for (auto const* const arm : {"x", "012", "-12", "12 ", "check_in"})
    CHECK_MESSAGE(!read_choice(Json{{"template", {{"arms", {{"12", 0.5}, {arm, 0.5}}}}}}, of_template, 12), arm);

  auto const reminder = static_cast<long>(EngagementType::memory_reminder);
  ArmChoice const type{reminder, {{static_cast<long>(EngagementType::check_in), 0.75}, {reminder, 0.25}}};
  document.update(choices_json({.hour = HourChoice{0.5, 2}, .type = type}));
  CHECK(to_line(choices_json({.hour = HourChoice{0.5, 2}, .type = type, .message_template = choice})) ==
        R"({"hour":{"p":0.5,"of":2},"type":{"p":0.25,"arms":{"check_in":0.75,"memory_reminder":0.25}},)"
        R"("template":{"p":0.25,"arms":{"12":0.25,"13":0.75},"bandit":{"12":0.5,"13":0.5}}})");
  CHECK(read_choice(document, of_template, 12) == choice);
  CHECK(read_choice(document, ArmKind::type, reminder) == type);
  CHECK(!read_choice(Json::parse(R"({"type":{"arms":{"greeting":1,"check_in":1}}})"), ArmKind::type, 0));
  CHECK(choices_json({}).is_null());
  auto of_minor = type;
  of_minor.is_test = false;
  CHECK(read_choice(choices_json({.type = of_minor}), ArmKind::type, reminder) == of_minor);
}

TEST_CASE("arms are taken as often as their stored probabilities say, in shadow and on") {
  constexpr int draws = 100'000;
  std::vector<EligibleArm> const arms{{11, 4, 3}, {12, 1}, {13, 8, 20}, {14, 2}};
  auto const scores = arm_scores({{11, record(500, 0.2)}, {12, record(500, 0.35)}, {13, record(500, 0.1)}});
  std::mt19937_64 random(9);
  std::uniform_real_distribution<double> uniform(1e-12, 1);
  for (auto const mode : {BanditMode::shadow, BanditMode::on}) {
    std::map<long, long> taken;
    ArmChoice choice;
    for (int i = 0; i < draws; ++i) {
      choice = choose_arm(arms, weight_propensities(arms), scores, mode, [&](long) { return uniform(random); }).first;
      ++taken[choice.chosen];
    }
    double statistic = 0;
    for (auto const& [arm, share] : choice.propensities) {
      auto const expected = share * draws;
      statistic +=
          (static_cast<double>(taken[arm]) - expected) * (static_cast<double>(taken[arm]) - expected) / expected;
    }
    CHECK(statistics::chi_squared_survival(statistic, 3) > 0.001);
    CHECK(choice.in_shadow.has_value() == (mode == BanditMode::shadow));
    if (choice.in_shadow) CHECK(choice.in_shadow->at(12) > choice.propensities.at(12));
  }
}

// 27 worlds: how much templates differ, how fast a user tires of one, and how rarely any is answered. Each user gets a
// message a day, as long as they have not opted out, from templates whose records are computed anew each week.
namespace {

struct World {
  double spread;   // standard deviation of the templates' answer rates, beside their mean
  double fatigue;  // of an answer, lost where the user had the same template within 15 days
  double answers;  // mean
};

double rewards_of(World const& world, bool learns, unsigned seed) {
  constexpr int templates = 12;
  constexpr int users = 400;
  constexpr int days = 84;
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> draw(0, 1);
  std::normal_distribution<double> normal(0, 1);
  std::vector<double> rate(templates);
  for (auto& one : rate) one = std::clamp(world.answers + world.spread * world.answers * normal(random), 0.005, 0.95);
  std::vector<std::vector<int>> last(users, std::vector<int>(templates, -1000));
  std::map<long, ArmRecord> records;
  ArmScores scores;
  double rewards = 0;
  for (int day = 0; day < days; ++day) {
    if (day % 7 == 0) scores = arm_scores(records);
    for (auto& got : last) {
      std::vector<EligibleArm> arms;
      for (int i = 0; i < templates; ++i) {
        EligibleArm arm{i};
        if (day - got[static_cast<std::size_t>(i)] < 60) arm.days_since_last = day - got[static_cast<std::size_t>(i)];
        arms.push_back(arm);
      }
      auto const shares = learns ? bandit_propensities(arms, scores) : weight_propensities(arms);
      auto left = draw(random);
      std::size_t chosen = 0;
      while (chosen + 1 < shares.size() && left >= shares[chosen]) left -= shares[chosen++];
      bool const is_tired = day - got[chosen] < 15;
      got[chosen] = day;
      double const reward = draw(random) < rate[chosen] * (is_tired ? 1 - world.fatigue : 1) ? 1 : 0;
      rewards += reward;
      auto& record = records[static_cast<long>(chosen)];
      auto const weight = 1 / shares[chosen];
      record.weight += weight;
      record.weighted_reward += weight * reward;
      record.squared_weight += weight * weight;
    }
  }
  return rewards;
}

}  // namespace

TEST_CASE("the bandit gets more answers than chance in all 27 worlds but for noise") {
  double worst = 10;
  double mean = 0;
  for (double const spread : {0.1, 0.3, 0.6}) {
    for (double const fatigue : {0.0, 0.3, 0.8}) {
      for (double const answers : {0.05, 0.15, 0.4}) {
        World const world{spread, fatigue, answers};
        auto const ratio = rewards_of(world, true, 1) / rewards_of(world, false, 1);
        worst = std::min(worst, ratio);
        mean += ratio / 27;
      }
    }
  }
  MESSAGE("answers with the bandit to those by chance: worst cell " << worst << ", mean " << mean);
  CHECK(worst > 0.95);
  CHECK(mean > 1.05);
}
