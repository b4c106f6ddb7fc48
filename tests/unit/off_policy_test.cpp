#include "domain/statistics/off_policy.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>

using namespace proactive::statistics;

namespace {

OffPolicyValues values_of(std::vector<LoggedChoice> const& choices,
                          double most_weight = std::numeric_limits<double>::infinity()) {
  auto const result = evaluate_off_policy(choices, 0.95, most_weight);
  REQUIRE(std::holds_alternative<OffPolicyValues>(result));
  return std::get<OffPolicyValues>(result);
}

OffPolicyRefusal refusal_of(std::vector<LoggedChoice> const& choices) {
  auto const result = evaluate_off_policy(choices, 0.95);
  REQUIRE(std::holds_alternative<OffPolicyRefusal>(result));
  return std::get<OffPolicyRefusal>(result);
}

// Weights 2, 0.25, 1, 0.5.
std::vector<LoggedChoice> four_choices() {
  return {{"ann", 0.25, 0.5, 1, 0, RewardPrediction{0.8, 0.9}},
          {"ann", 0.8, 0.2, 0, 0, RewardPrediction{0.1, 0.9}},
          {"bob", 0.5, 0.5, 2, 0, RewardPrediction{1.5, 1.2}},
          {"cid", 1, 0.5, 0, 0, RewardPrediction{0.2, 0.6}}};
}

}  // namespace

TEST_CASE("four choices of three users, by hand") {
  auto const values = values_of(four_choices());
  CHECK(values.choices == 4);
  CHECK(values.users == 3);
  CHECK(values.mean_weight == doctest::Approx(3.75 / 4));
  CHECK(values.effective_choices == doctest::Approx(3.75 * 3.75 / 5.3125));
  CHECK(values.clipped_share == 0);
  // w * reward is 2, 0, 2, 0; by users, from the mean: 0, 1, -1.
  CHECK(values.ipw.value == doctest::Approx(1));
  CHECK(values.ipw.standard_error == doctest::Approx(std::sqrt(2 * 3.0 / 2) / 4));
  // 4 / 3.75; w * (reward - 16 / 15) / (3.75 / 4) by users: -0.426667, 0.995556, -0.568889.
  CHECK(values.snipw.value == doctest::Approx(16.0 / 15));
  CHECK(values.snipw.standard_error == doctest::Approx(0.374601).epsilon(1e-5));
  // 0.9 + 2 * 0.2, 0.9 - 0.25 * 0.1, 1.2 + 0.5, 0.6 - 0.5 * 0.2.
  REQUIRE(values.dr);
  CHECK(values.dr->value == doctest::Approx((1.3 + 0.875 + 1.7 + 0.5) / 4));
  // t of two degrees of freedom.
  CHECK(values.ipw.interval.upper == doctest::Approx(1 + 4.302653 * values.ipw.standard_error));
}

TEST_CASE("a weight above the most is clipped") {
  auto const values = values_of(four_choices(), 1);  // 1, 0.25, 1, 0.5
  CHECK(values.clipped_share == doctest::Approx(0.25));
  CHECK(values.ipw.value == doctest::Approx(3.0 / 4));
  CHECK(values.snipw.value == doctest::Approx(3 / 2.75));
  CHECK(values.effective_choices > values_of(four_choices()).effective_choices);
}

TEST_CASE("the log's own policy is worth what came of it") {
  auto choices = four_choices();
  for (auto& choice : choices) choice.target_propensity = choice.logged_propensity;
  auto const values = values_of(choices);
  CHECK(values.ipw.value == doctest::Approx(0.75));
  CHECK(values.snipw.value == doctest::Approx(0.75));
  CHECK(values.effective_choices == doctest::Approx(4));
  CHECK(values.mean_weight == doctest::Approx(1));
}

TEST_CASE("one choice without a prediction leaves no doubly robust value") {
  auto choices = four_choices();
  choices[2].prediction.reset();
  CHECK_FALSE(values_of(choices).dr);
}

TEST_CASE("a policy that chooses what the log never could is refused") {
  CHECK(unsupported_share({0.5, 0.5}, {0.2, 0.8}) == 0);
  CHECK(unsupported_share({1, 0}, {0.75, 0.25}) == doctest::Approx(0.25));
  CHECK(unsupported_share({1}, {0.5, 0.3, 0.2}) == doctest::Approx(0.5));
  CHECK(unsupported_share({1, 0}, {1, 0}) == 0);
  auto choices = four_choices();
  choices[1].unsupported = 0.01;
  CHECK(refusal_of(choices) == OffPolicyRefusal::missing_support);
  choices = four_choices();
  choices[1].logged_propensity = 0;
  CHECK(refusal_of(choices) == OffPolicyRefusal::missing_support);
}

TEST_CASE("choices of which nothing can be told") {
  CHECK(refusal_of({}) == OffPolicyRefusal::too_few_users);
  CHECK(refusal_of({{"ann", 0.5, 0.5, 1}, {"ann", 0.5, 0.5, 1}}) == OffPolicyRefusal::too_few_users);
  CHECK(refusal_of({{"ann", 0.5, 0, 1}, {"bob", 0.5, 0, 1}}) == OffPolicyRefusal::no_overlap);
  auto const nan = std::nan("");
  for (auto const& wrong :
       {LoggedChoice{"ann", 1.5, 0.5, 1}, LoggedChoice{"ann", 0.5, -0.1, 1}, LoggedChoice{"ann", nan, 0.5, 1},
        LoggedChoice{"ann", 0.5, 0.5, nan}, LoggedChoice{"ann", 0.5, 0.5, 1, 2}, LoggedChoice{"ann", 0, 0, 1},
        LoggedChoice{"ann", 0.5, 0.5, 1, 0, RewardPrediction{nan, 0}}}) {
    CHECK(refusal_of({wrong, {"bob", 0.5, 0.5, 1}}) == OffPolicyRefusal::invalid_choice);
  }
}

namespace {

// Two kinds of moments, three actions, and users who differ in how often they answer; a policy knows the moment only.
struct World {
  static constexpr std::array<std::array<double, 3>, 2> answers{{{0.1, 0.3, 0.2}, {0.4, 0.1, 0.3}}};
  static constexpr std::array<double, 3> logged{0.5, 0.3, 0.2};
  static constexpr std::array<std::array<double, 3>, 2> target{{{0.1, 0.8, 0.1}, {0.7, 0.1, 0.2}}};

  static double expected(std::size_t moment, std::array<std::array<double, 3>, 2> const& of_action) {
    double sum = 0;
    for (std::size_t action = 0; action < 3; ++action)
      sum += target.at(moment).at(action) * of_action.at(moment).at(action);
    return sum;
  }
  static double truth() { return (expected(0, answers) + expected(1, answers)) / 2; }
};

std::vector<LoggedChoice> log_of(std::mt19937_64& random, int users) {
  std::vector<LoggedChoice> choices;
  auto const uniform = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  for (int user = 0; user < users; ++user) {
    auto const mood = uniform() < 0.5 ? 0.2 : 1.8;  // 1 on average
    for (int i = 0; i < 8; ++i) {
      std::size_t const moment = uniform() < 0.5 ? 0 : 1;
      auto const draw = uniform();
      std::size_t const action = draw < 0.5 ? 0 : draw < 0.8 ? 1 : 2;
      double const reward = uniform() < mood * World::answers.at(moment).at(action) ? 1 : 0;
      choices.push_back(
          {std::to_string(user), World::logged.at(action), World::target.at(moment).at(action), reward, 0,
           RewardPrediction{World::answers.at(moment).at(action), World::expected(moment, World::answers)}});
    }
  }
  return choices;
}

}  // namespace

TEST_CASE("the value of a policy that was never run lies in its interval 19 times in 20") {
  std::mt19937_64 random(11);
  constexpr int logs = 400;
  int ipw = 0;
  int snipw = 0;
  int dr = 0;
  double ipw_errors = 0;
  double dr_errors = 0;
  for (int i = 0; i < logs; ++i) {
    auto const values = values_of(log_of(random, 60));
    ipw += values.ipw.interval.contains(World::truth()) ? 1 : 0;
    snipw += values.snipw.interval.contains(World::truth()) ? 1 : 0;
    dr += values.dr->interval.contains(World::truth()) ? 1 : 0;
    ipw_errors += values.ipw.standard_error;
    dr_errors += values.dr->standard_error;
  }
  CAPTURE(ipw);
  CAPTURE(snipw);
  CAPTURE(dr);
  for (auto const covered : {ipw, snipw, dr}) {
    CHECK(covered > logs * 91 / 100);
    CHECK(covered < logs * 98 / 100);
  }
  CHECK(dr_errors < 0.97 * ipw_errors);
}
