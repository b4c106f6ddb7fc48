#include "domain/statistics/holm.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace proactive::statistics;

namespace {

void check_adjusted(std::vector<double> const& p_values, std::vector<double> const& expected) {
  auto const adjusted = holm_adjusted(p_values);
  REQUIRE(adjusted.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(adjusted[i] == doctest::Approx(expected[i]));
}

}  // namespace

// As R 4.2.2's p.adjust(p, "holm").
TEST_CASE("Holm's adjustment, step by step") {
  check_adjusted({0.01, 0.04, 0.03, 0.005}, {0.03, 0.06, 0.06, 0.02});
  check_adjusted({0.01, 0.02, 0.022, 0.09, 0.6, 0.01}, {0.06, 0.08, 0.08, 0.18, 0.60, 0.06});
}

TEST_CASE("one test stays as it is, and none exceeds 1") {
  check_adjusted({}, {});
  check_adjusted({0.04}, {0.04});
  check_adjusted({0.9, 0.8, 1}, {1, 1, 1});
  check_adjusted({0, 0.5}, {0, 0.5});
}
