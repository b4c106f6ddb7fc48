#include "domain/statistics/cuped.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "domain/statistics/welch.hpp"

using namespace proactive::statistics;

namespace {

using Users = std::vector<std::pair<double, double>>;  // covariate, metric

BivariateSummary pairs_of(Users const& users) {
  BivariateMoments moments;
  for (auto const& [x, y] : users) moments.add(x, y);
  return moments.summary();
}

}  // namespace

TEST_CASE("what the covariate explains is taken out, by hand") {
  // Within the arms: squares of x 2 + 8, products 2 + 12, so theta is 1.4; the mean of x over all is 2.5.
  auto const treatment = pairs_of({{1, 3}, {2, 5}, {3, 5}});
  auto const control = pairs_of({{1, 0}, {3, 1}, {5, 6}});
  auto const result = cuped({treatment, control}).value();
  CHECK(result.theta == doctest::Approx(1.4));
  REQUIRE(result.arms.size() == 2);
  CHECK(result.arms[0].users == 3);
  CHECK(result.arms[0].mean == doctest::Approx(13.0 / 3 - 1.4 * (2 - 2.5)));
  CHECK(result.arms[1].mean == doctest::Approx(7.0 / 3 - 1.4 * (3 - 2.5)));
  // The users' own values y - theta * x: 1.6, 2.2, 0.8, and -1.4, -3.2, -1.
  Moments adjusted;
  for (auto const value : {1.6, 2.2, 0.8}) adjusted.add(value);
  CHECK(result.arms[0].variance == doctest::Approx(adjusted.summary().variance));
  // 14^2 / (10 * squares of y), which are 8/3 + 62/3.
  CHECK(result.variance_reduction == doctest::Approx(14.0 * 14 / (10 * 70.0 / 3)));
}

TEST_CASE("a metric that the covariate knows already leaves no doubt") {
  auto const result = cuped({pairs_of({{1, 2}, {2, 4}, {5, 10}}), pairs_of({{2, 4}, {3, 6}, {4, 8}})}).value();
  CHECK(result.theta == doctest::Approx(2));
  CHECK(result.variance_reduction == doctest::Approx(1));
  for (auto const& arm : result.arms) CHECK(arm.variance == doctest::Approx(0).scale(1));
  CHECK(result.arms[0].mean == doctest::Approx(result.arms[1].mean));
}

TEST_CASE("an effect is no part of theta") {
  auto const control = pairs_of({{1, 2}, {2, 3}, {3, 3}, {4, 6}});
  auto const treatment = pairs_of({{1, 102}, {2, 103}, {3, 103}, {4, 106}});
  auto const result = cuped({treatment, control}).value();
  CHECK(result.theta == doctest::Approx(cuped({control, control}).value().theta));
  CHECK(result.arms[0].mean - result.arms[1].mean == doctest::Approx(100));
}

TEST_CASE("a covariate that is the same for everybody changes nothing") {
  for (auto const same : {0.0, 0.1, 1e6 / 3}) {
    CAPTURE(same);
    Users users;
    for (int i = 0; i < 100; ++i) users.emplace_back(same, i % 7);
    auto const arm = pairs_of(users);
    auto const result = cuped({arm, arm}).value();
    CHECK(result.theta == 0);
    CHECK(result.variance_reduction == 0);
    CHECK(result.arms[0].mean == arm.mean_y);
    CHECK(result.arms[0].variance == arm.variance_y);
  }
  // As a database's sums may leave it.
  CHECK(cuped({{100, 1e6, 1, 1e-5, 1, 1e-4}}).value().theta == 0);
}

TEST_CASE("arms that cannot be adjusted") {
  auto const arm = pairs_of({{1, 2}, {2, 3}, {3, 3}});
  auto const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(cuped({}));
  CHECK_FALSE(cuped({arm, pairs_of({{1, 2}})}));
  CHECK_FALSE(cuped({arm, {10, nan, 0, 1, 1, 0}}));
  CHECK_FALSE(cuped({arm, {10, 0, 0, 1, 1, nan}}));
}
