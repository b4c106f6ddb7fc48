#include "domain/statistics/moments.hpp"

#include <doctest/doctest.h>

#include <random>
#include <vector>

using namespace proactive::statistics;

namespace {

Moments moments_of(std::vector<double> const& values) {
  Moments moments;
  for (auto const value : values) moments.add(value);
  return moments;
}

void check_same(BivariateSummary const& one, BivariateSummary const& other) {
  CHECK(one.users == other.users);
  CHECK(one.mean_x == doctest::Approx(other.mean_x));
  CHECK(one.mean_y == doctest::Approx(other.mean_y));
  CHECK(one.variance_x == doctest::Approx(other.variance_x));
  CHECK(one.variance_y == doctest::Approx(other.variance_y));
  CHECK(one.covariance == doctest::Approx(other.covariance));
}

}  // namespace

TEST_CASE("mean and variance of a sample") {
  auto const summary = moments_of({2, 4, 4, 4, 5, 5, 7, 9}).summary();
  CHECK(summary.users == 8);
  CHECK(summary.mean == doctest::Approx(5));
  CHECK(summary.variance == doctest::Approx(32.0 / 7));
  CHECK(Moments().summary().users == 0);
  CHECK(Moments().summary().variance == 0);
  CHECK(moments_of({3}).summary().mean == 3);
  CHECK(moments_of({3}).summary().variance == 0);
}

TEST_CASE("a large mean costs no digits") {
  CHECK(moments_of({1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}).summary().variance == doctest::Approx(30).epsilon(1e-12));
}

TEST_CASE("parts that are merged are the whole, wherever it is cut") {
  std::mt19937 random(3);
  std::vector<double> values;
  for (int i = 0; i < 50; ++i) values.push_back(static_cast<double>(random() % 1000) + 1e6);
  auto const whole = moments_of(values).summary();
  for (std::size_t cut = 0; cut <= values.size(); ++cut) {
    auto const middle = values.begin() + static_cast<std::ptrdiff_t>(cut);
    auto merged = moments_of({values.begin(), middle});
    merged.add(moments_of({middle, values.end()}));
    CHECK(merged.summary().users == whole.users);
    CHECK(merged.summary().mean == doctest::Approx(whole.mean).epsilon(1e-12));
    CHECK(merged.summary().variance == doctest::Approx(whole.variance).epsilon(1e-9));
  }
}

TEST_CASE("what a database has summed goes on") {
  std::vector<double> values{1, 2, 4, 8};
  Moments all(moments_of(values).summary());
  all.add(16);
  auto const whole = moments_of({1, 2, 4, 8, 16}).summary();
  CHECK(all.summary().mean == doctest::Approx(whole.mean));
  CHECK(all.summary().variance == doctest::Approx(whole.variance));
}

TEST_CASE("two values a user") {
  BivariateMoments moments;
  for (auto const& [x, y] : {std::pair{1.0, 2.0}, {2.0, 4.0}, {3.0, 9.0}}) moments.add(x, y);
  auto const summary = moments.summary();
  CHECK(summary.users == 3);
  CHECK(summary.mean_x == doctest::Approx(2));
  CHECK(summary.mean_y == doctest::Approx(5));
  CHECK(summary.variance_x == doctest::Approx(1));
  CHECK(summary.variance_y == doctest::Approx(13));
  CHECK(summary.covariance == doctest::Approx(3.5));
}

TEST_CASE("two values a user, merged and taken up again") {
  std::mt19937 random(5);
  BivariateMoments whole;
  BivariateMoments first;
  BivariateMoments second;
  for (int i = 0; i < 60; ++i) {
    auto const x = static_cast<double>(random() % 100);
    auto const y = x / 3 + static_cast<double>(random() % 50);
    whole.add(x, y);
    (i < 17 ? first : second).add(x, y);
  }
  auto merged = first;
  merged.add(second);
  check_same(merged.summary(), whole.summary());
  BivariateMoments again(first.summary());
  again.add(BivariateMoments(second.summary()));
  check_same(again.summary(), whole.summary());
  merged.add(BivariateMoments());
  check_same(merged.summary(), whole.summary());
  BivariateMoments none;
  none.add(whole);
  check_same(none.summary(), whole.summary());
  check_same(BivariateMoments(BivariateSummary{}).summary(), {});
}
