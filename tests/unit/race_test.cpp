#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>

#include "domain/statistics/distributions.hpp"
#include "domain/statistics/race.hpp"

using namespace proactive::statistics;

TEST_CASE("a draw is above 0 and at most 1") {
  CHECK(unit_draw(0) == std::ldexp(1.0, -53));
  CHECK(unit_draw(std::numeric_limits<std::uint64_t>::max()) == 1);
  CHECK(arrival(1, 3) == 0);
  CHECK(arrival(0.5, 2) == doctest::Approx(std::log(2.0) / 2));
  CHECK(arrival(1, 0) == std::numeric_limits<double>::infinity());
}

TEST_CASE("the first of a race is an item by its share of the weights") {
  constexpr int draws = 100'000;
  std::array const weights{4.0, 1.0, 0.0, 0.5};
  std::array<long, weights.size()> firsts{};
  std::mt19937_64 random(5);
  for (int i = 0; i < draws; ++i) {
    std::size_t first = 0;
    double earliest = std::numeric_limits<double>::infinity();
    for (std::size_t item = 0; item < weights.size(); ++item) {
      auto const at = arrival(unit_draw(random()), weights[item]);
      if (at < earliest) first = item;
      earliest = std::min(earliest, at);
    }
    ++firsts[first];
  }
  double statistic = 0;
  for (std::size_t item : {0U, 1U, 3U}) {
    auto const expected = weights[item] / 5.5 * draws;
    statistic += std::pow(static_cast<double>(firsts[item]) - expected, 2) / expected;
  }
  CHECK(chi_squared_survival(statistic, 2) > 0.001);
  CHECK(firsts[2] == 0);
}
