#include "domain/statistics/sample_size.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace proactive::statistics;

namespace {

double const infinity = std::numeric_limits<double>::infinity();

}  // namespace

// The examples of Chow, Shao and Wang 2008: 5 units at a standard deviation of 10 (section 3.2), 85 % and 65 % (4.2).
TEST_CASE("examples of the textbook") {
  auto const mean = users_needed({}, 5, 100).value();
  CHECK(mean.treatment == 63);
  CHECK(mean.control == 63);
  auto const share = users_needed_for_share({}, 0.65, 0.20).value();
  CHECK(share.treatment == 70);
  CHECK(share.control == 70);
}

// R 4.2.2 says 63.8 (power.t.test, which knows t) and 2,942.6 (power.prop.test, which pools the variance).
TEST_CASE("other formulas differ by little") {
  CHECK(users_needed({}, 5, 100).value().control == doctest::Approx(63.77).epsilon(0.02));
  CHECK(users_needed_for_share({}, 0.20, 0.03).value().control == doctest::Approx(2942.6).epsilon(0.002));
}

TEST_CASE("the least detectable effect is the one that needs so many users") {
  for (auto const treatment_share : {0.5, 0.9, 0.2}) {
    for (auto const power : {0.5, 0.8, 0.95}) {
      CAPTURE(treatment_share);
      CAPTURE(power);
      TestPlan const plan{0.99, power, treatment_share};
      auto const of_mean = users_needed(plan, 0.5, 30).value();
      CHECK(detectable_effect(plan, of_mean.treatment + of_mean.control, 30).value() ==
            doctest::Approx(0.5).epsilon(0.001));
      for (auto const baseline : {0.0, 0.05, 0.5, 0.9}) {
        CAPTURE(baseline);
        auto const of_share = users_needed_for_share(plan, baseline, 0.04).value();
        CHECK(detectable_effect_on_share(plan, of_share.treatment + of_share.control, baseline).value() ==
              doctest::Approx(0.04).epsilon(0.02));
      }
    }
  }
}

TEST_CASE("a decrease is the increase of the others") {
  CHECK(users_needed_for_share({}, 0.3, -0.05).value().control ==
        users_needed_for_share({}, 0.7, 0.05).value().control);
  CHECK(users_needed({}, -2, 10).value().control == users_needed({}, 2, 10).value().control);
}

TEST_CASE("a hold-out of a tenth needs nearly three times the users") {
  auto const half = users_needed({}, 1, 100).value();
  auto const tenth = users_needed({.treatment_share = 0.9}, 1, 100).value();
  CHECK(static_cast<double>(tenth.treatment + tenth.control) ==
        doctest::Approx(static_cast<double>(half.treatment + half.control) * 0.25 / 0.09).epsilon(0.001));
  CHECK(tenth.treatment - tenth.control * 9 <= 0);
  CHECK(tenth.treatment - tenth.control * 9 > -9);
}

TEST_CASE("a plan that is none") {
  for (auto const& plan : {TestPlan{0}, TestPlan{1}, TestPlan{0.95, 0.4}, TestPlan{0.95, 1}, TestPlan{0.95, 0.8, 0},
                           TestPlan{0.95, 0.8, 1}}) {
    CHECK_FALSE(users_needed(plan, 1, 1));
    CHECK_FALSE(users_needed_for_share(plan, 0.5, 0.1));
    CHECK_FALSE(detectable_effect(plan, 1000, 1));
    CHECK_FALSE(detectable_effect_on_share(plan, 1000, 0.5));
  }
  CHECK_FALSE(users_needed({}, 0, 1));
  CHECK_FALSE(users_needed({}, 1, 0));
  CHECK_FALSE(users_needed({}, 1, -1));
  CHECK_FALSE(users_needed({}, 1, infinity));
  CHECK_FALSE(users_needed({}, 1e-9, 1));  // 10^19 users
  CHECK_FALSE(users_needed_for_share({}, 0.5, 0));
  CHECK_FALSE(users_needed_for_share({}, 0.9, 0.2));
  CHECK_FALSE(users_needed_for_share({}, 0.1, -0.2));
  CHECK_FALSE(users_needed_for_share({}, -0.1, 0.2));
  CHECK_FALSE(detectable_effect({}, 3, 1));
  CHECK_FALSE(detectable_effect({}, 100, 0));
  CHECK_FALSE(detectable_effect_on_share({}, 100, 1));
  CHECK_FALSE(detectable_effect_on_share({}, 6, 0.9));  // not even with all of them
}
