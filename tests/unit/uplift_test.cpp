#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "domain/insight/sums.hpp"
#include "domain/insight/uplift.hpp"

using namespace proactive;

namespace {

Arms arms(long told, double told_mean, long held_out, double held_out_mean) {
  auto const arm = [](long users, double mean) {
    return statistics::BivariateSummary{users, 14, mean, 4, mean * (1 - mean), 0};
  };
  return {arm(told, told_mean), arm(held_out, held_out_mean)};
}

bool has(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("sums over users are what one pass over their values tells") {
  std::mt19937_64 random{7};
  Sums sums;
  statistics::BivariateMoments moments;
  for (int user = 0; user < 1000; ++user) {
    auto const x = static_cast<double>(random() % 13);
    auto const y = static_cast<double>(random() % static_cast<unsigned>(x + 1));
    sums = {sums.users + 1, sums.x + x, sums.y + y, sums.xx + x * x, sums.yy + y * y, sums.xy + x * y};
    moments.add(x, y);
  }
  auto const expected = moments.summary();
  auto const found = summary_of(sums);
  CHECK(found.users == 1000);
  CHECK(found.mean_x == doctest::Approx(expected.mean_x));
  CHECK(found.mean_y == doctest::Approx(expected.mean_y));
  CHECK(found.variance_x == doctest::Approx(expected.variance_x));
  CHECK(found.variance_y == doctest::Approx(expected.variance_y));
  CHECK(found.covariance == doctest::Approx(expected.covariance));
  CHECK(ratio_facts_of(sums).outcomes == sums.y);
  CHECK(summary_of({}).mean_y == 0);
  CHECK(summary_of({1, 3, 1, 9, 1, 3}).variance_x == 0);
  CHECK(summary_of({400, 400, 0, 400, 0, 0}).variance_x == 0);  // alike, to the last digit
}

TEST_CASE("few users tell no difference, and both intervals hold the same one") {
  CHECK_FALSE(uplift_of(arms(500, 0.2, 19, 0.1)).fixed);
  CHECK_FALSE(uplift_of(arms(500, 0.2, 19, 0.1)).anytime);
  auto const uplift = uplift_of(arms(9000, 0.2, 1000, 0.1));
  REQUIRE(uplift.fixed);
  REQUIRE(uplift.anytime);
  CHECK(uplift.told.mean == 0.2);
  CHECK(uplift.fixed->estimate == doctest::Approx(0.1));
  CHECK(uplift.fixed->interval.contains(0.1));
  CHECK(uplift.anytime->interval.lower < uplift.fixed->interval.lower);
  CHECK(uplift.variance_reduction == 0);
}

TEST_CASE("what the silence before the first message explains is taken out") {
  auto facts = arms(9000, 0.2, 1000, 0.1);
  for (auto* arm : {&facts.told, &facts.held_out})
    arm->covariance = -0.5 * std::sqrt(arm->variance_x * arm->variance_y);
  auto const adjusted = uplift_of(facts);
  CHECK(adjusted.variance_reduction == doctest::Approx(0.25).epsilon(0.02));
  CHECK(adjusted.fixed->standard_error < uplift_of(arms(9000, 0.2, 1000, 0.1)).fixed->standard_error);
}

TEST_CASE("what cannot be compared is said in a sentence") {
  Comparability const good{true, 5};
  CHECK(obstacle_to_uplift(good, arms(950, 0.2, 50, 0.1)).empty());
  CHECK(has(obstacle_to_uplift({false, 5}, arms(950, 0.2, 50, 0.1)), "no app_answers"));
  CHECK(has(obstacle_to_uplift({true, 0}, arms(950, 0.2, 50, 0.1)), "holdout_percent is 0"));
  CHECK(has(obstacle_to_uplift(good, arms(950, 0.2, 19, 0.1)), "950 who got messages and 19 who are held out"));
  CHECK(has(obstacle_to_uplift(good, arms(950, 0.2, 50, 0)), "where messages are NULL"));
  CHECK(obstacle_to_uplift(good, arms(950, 0.02, 50, 0)).empty());  // one was to be expected: none is no wonder
}
