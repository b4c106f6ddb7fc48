#include "domain/statistics/welch.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <vector>

using namespace proactive::statistics;

namespace {

Summary summary_of(std::vector<double> const& values) {
  Moments moments;
  for (auto const value : values) moments.add(value);
  return moments.summary();
}

doctest::Approx near(double value) { return doctest::Approx(value).epsilon(1e-10); }

}  // namespace

// Student's own data on sleep (1908, "The probable error of a mean"), as R 4.2.2 has them: t.test(extra ~ group,
// sleep).
TEST_CASE("Student's sleep data") {
  auto const first = summary_of({0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0});
  auto const second = summary_of({1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4});
  auto const difference = welch(first, second, 0.95).value();
  CHECK(difference.estimate == near(-1.58));
  CHECK(difference.standard_error == near(0.8490910172387620));
  CHECK(difference.degrees_of_freedom == near(17.7764735161784984));
  CHECK(difference.p_value == near(0.0793941401873582));
  CHECK(difference.interval.lower == near(-3.3654832307117104));
  CHECK(difference.interval.upper == near(0.2054832307117102));
  CHECK(difference.interval.contains(0));
}

// Two samples whose variances differ, by R 4.2.2's t.test.
TEST_CASE("unequal variances") {
  auto const narrow =
      summary_of({27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4});
  auto const wide =
      summary_of({27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 31.3});
  auto const difference = welch(narrow, wide, 0.95).value();
  CHECK(difference.estimate / difference.standard_error == near(-2.94923683731310593));
  CHECK(difference.degrees_of_freedom == near(27.31161047222030902));
  CHECK(difference.p_value == near(0.00646040802746038));
  CHECK(difference.interval.lower == near(-5.58333463197632263));
  CHECK(difference.interval.upper == near(-1.00333203469034271));
}

TEST_CASE("arms that are exchanged change the sign, and nothing else") {
  Summary const one{100, 5, 4};
  Summary const other{50, 4, 9};
  auto const forth = welch(one, other, 0.9).value();
  auto const back = welch(other, one, 0.9).value();
  CHECK(forth.estimate == -back.estimate);
  CHECK(forth.p_value == near(back.p_value));
  CHECK(forth.interval.lower == near(-back.interval.upper));
}

TEST_CASE("an end of the interval is 0 where p is 1 - level") {
  Summary const one{40, 5, 4};
  Summary const other{30, 4, 9};
  auto const p = welch(one, other, 0.95).value().p_value;
  CHECK(welch(one, other, 1 - p).value().interval.lower == doctest::Approx(0).scale(1));
}

TEST_CASE("one arm without spread is compared by the other's") {
  auto const difference = welch({1000, 0.5, 0.25}, {20, 0, 0}, 0.95).value();
  CHECK(difference.degrees_of_freedom == near(999));
}

TEST_CASE("what nothing can be told of") {
  Summary const arm{10, 1, 1};
  auto const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(welch({1, 1, 0}, arm, 0.95));
  CHECK_FALSE(welch(arm, {}, 0.95));
  CHECK_FALSE(welch({10, 1, 0}, {10, 2, 0}, 0.95));
  CHECK_FALSE(welch({10, nan, 1}, arm, 0.95));
  CHECK_FALSE(welch(arm, {10, 1, nan}, 0.95));
  CHECK_FALSE(welch(arm, {10, 1, -1}, 0.95));
  CHECK_FALSE(welch(arm, arm, 0));
  CHECK_FALSE(welch(arm, arm, 1));
  CHECK_FALSE(welch(arm, arm, nan));
}
