#include "domain/statistics/srm.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace proactive::statistics;

// The example of Kohavi, Tang and Xu 2020, "Trustworthy online controlled experiments", chapter 3 (p 1.8E-6); digits by
// R 4.2.2's chisq.test.
TEST_CASE("an experiment that seemed to succeed") {
  auto const ratio = sample_ratio({821588, 815482}, {1, 1}).value();
  CHECK(ratio.statistic == doctest::Approx(22.7743688418944).epsilon(1e-12));
  CHECK(ratio.p_value == doctest::Approx(1.82179287261919e-06).epsilon(1e-9));
  CHECK(ratio.mismatch);
}

TEST_CASE("shares of three arms, in any scale") {
  for (auto const scale : {1.0, 0.25, 1000.0}) {
    auto const ratio = sample_ratio({4900, 2600, 2500}, {2 * scale, scale, scale}).value();
    CHECK(ratio.statistic == doctest::Approx(6));
    CHECK(ratio.p_value == doctest::Approx(0.0497870683678639));  // exp(-3), as two degrees of freedom have it
    CHECK_FALSE(ratio.mismatch);
  }
}

TEST_CASE("an arm without a share has no users") {
  CHECK(sample_ratio({500, 500, 0}, {1, 1, 0}).value().p_value == doctest::Approx(1));
  auto const ratio = sample_ratio({500, 500, 1}, {1, 1, 0}).value();
  CHECK(ratio.p_value == 0);
  CHECK(ratio.mismatch);
}

TEST_CASE("nothing is told of few users, nor of plans that are none") {
  CHECK(sample_ratio({5, 5}, {1, 1}));
  CHECK_FALSE(sample_ratio({4, 5}, {1, 1}));
  CHECK_FALSE(sample_ratio({49, 0}, {0.9, 0.1}));
  CHECK(sample_ratio({50, 0}, {0.9, 0.1}).value().p_value == doctest::Approx(0.0184).epsilon(0.01));
  CHECK_FALSE(sample_ratio({}, {}));
  CHECK_FALSE(sample_ratio({100}, {1}));
  CHECK_FALSE(sample_ratio({100, 0}, {1, 0}));
  CHECK_FALSE(sample_ratio({100, 100}, {1}));
  CHECK_FALSE(sample_ratio({100, 100}, {0, 0}));
  CHECK_FALSE(sample_ratio({100, 100}, {2, -1}));
  CHECK_FALSE(sample_ratio({100, -1}, {1, 1}));
  CHECK_FALSE(sample_ratio({100, 100}, {1, std::numeric_limits<double>::quiet_NaN()}));
}
