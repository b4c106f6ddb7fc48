#include "domain/statistics/confidence_sequence.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace proactive::statistics;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// Half of the interval's width, in standard errors, with n users of both arms.
double reach(double level, long planned, long n, Alternative alternative = Alternative::two_sided) {
  Summary const arm{n / 2, 0, 1};
  auto const look = ConfidenceSequence(level, planned, alternative).at(arm, arm).value();
  return (alternative == Alternative::less ? look.interval.upper : -look.interval.lower) / look.standard_error;
}

}  // namespace

// Waudby-Smith et al. 2021: rho is sqrt((-W(-alpha^2 / e) - 1) / n), of Lambert's W on the branch -1. At alpha = 0.05
// x = n * rho^2 is 8.21197 (x = log((x + 1) / alpha^2)), and the boundary there sqrt(x + 1).
TEST_CASE("at the planned number of users the interval is as tight as it can be") {
  auto const x = 8.21197;
  CHECK(std::log((x + 1) / (0.05 * 0.05)) == doctest::Approx(x).epsilon(1e-4));
  CHECK(reach(0.95, 1000, 1000) == doctest::Approx(std::sqrt(x + 1)).epsilon(1e-4));
  for (auto const alternative : {Alternative::two_sided, Alternative::greater, Alternative::less}) {
    for (auto const level : {0.9, 0.95, 0.99}) {
      auto const least = reach(level, 1000, 1000, alternative);
      for (auto const planned : {100L, 500L, 900L, 1100L, 2000L, 10000L})
        CHECK(reach(level, planned, 1000, alternative) > least);
    }
  }
}

// By hand: n = 1000, planned 4000, so x = 8.21197 / 4.
TEST_CASE("the boundary of an early look") {
  auto const x = 8.21197 / 4;
  CHECK(reach(0.95, 4000, 1000) == doctest::Approx(std::sqrt((x + 1) / x * std::log((x + 1) / 0.0025))).epsilon(1e-4));
}

TEST_CASE("one side is reached sooner than two, and at about the boundary of twice the alpha") {
  CHECK(reach(0.95, 1000, 1000, Alternative::greater) < reach(0.95, 1000, 1000));
  CHECK(reach(0.95, 1000, 1000, Alternative::greater) == doctest::Approx(reach(0.90, 1000, 1000)).epsilon(0.02));
  auto const greater = ConfidenceSequence(0.95, 100, Alternative::greater).at({50, 1, 1}, {50, 0, 1}).value();
  CHECK(greater.interval.upper == infinity);
  CHECK(greater.interval.lower > 0);
  CHECK(greater.p_value < 0.05);
  auto const less = ConfidenceSequence(0.95, 100, Alternative::less).at({50, 1, 1}, {50, 0, 1}).value();
  CHECK(less.interval.lower == -infinity);
  CHECK(less.interval.upper > 1);
  CHECK(less.p_value == 1);
  CHECK(ConfidenceSequence(0.95, 100, Alternative::less).at({50, 0, 1}, {50, 1, 1}).value().p_value ==
        doctest::Approx(greater.p_value));
}

TEST_CASE("the p value is 1 - level where 0 is at the interval's end") {
  for (auto const alternative : {Alternative::two_sided, Alternative::greater, Alternative::less}) {
    ConfidenceSequence const sequence(0.95, 1000, alternative);
    Summary const control{120, 0, 2};
    auto const plain = sequence.at(control, control).value();
    auto const margin = alternative == Alternative::less ? -plain.interval.upper : -plain.interval.lower;
    auto const at_end = sequence.at({120, margin, 2}, control).value();
    CHECK(at_end.p_value == doctest::Approx(0.05));
    CHECK(sequence.at({120, margin * 1.01, 2}, control).value().p_value < 0.05);
    CHECK(sequence.at({120, margin * 0.99, 2}, control).value().p_value > 0.05);
    CHECK(sequence.at({120, margin * 1e6, 2}, control).value().p_value == 0);
    CHECK(plain.p_value == 1);
  }
}

TEST_CASE("an interval is as wide as its arms' errors say") {
  auto const look = ConfidenceSequence(0.95, 300, Alternative::two_sided).at({100, 3, 4}, {200, 1, 2}).value();
  CHECK(look.estimate == doctest::Approx(2));
  CHECK(look.standard_error == doctest::Approx(std::sqrt(4.0 / 100 + 2.0 / 200)));
  CHECK(look.interval.upper - look.interval.lower ==
        doctest::Approx(2 * look.standard_error * reach(0.95, 300, 300)).epsilon(1e-9));
}

TEST_CASE("what nothing can be told of") {
  Summary const arm{1000, 1, 1};
  ConfidenceSequence const sequence(0.95, 1000);
  CHECK(sequence.at({20, 1, 1}, arm));
  CHECK_FALSE(sequence.at({19, 1, 1}, arm));
  CHECK_FALSE(sequence.at(arm, {19, 1, 1}));
  CHECK_FALSE(sequence.at({1000, 1, 0}, {1000, 1, 0}));
  CHECK_FALSE(ConfidenceSequence(1, 1000).at(arm, arm));
  CHECK_FALSE(ConfidenceSequence(0, 1000).at(arm, arm));
  CHECK_FALSE(ConfidenceSequence(0.95, 0).at(arm, arm));
  CHECK_FALSE(ConfidenceSequence(std::nan(""), 1000).at(arm, arm));
}
