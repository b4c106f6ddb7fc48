#include "domain/statistics/distributions.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace proactive::statistics;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

doctest::Approx exactly(double value) { return doctest::Approx(value).epsilon(1e-12); }

}  // namespace

// Values without a closed form are of R 4.2.2: pnorm, qnorm, pt, qt, pchisq.
TEST_CASE("the normal distribution") {
  CHECK(normal_cdf(0) == exactly(0.5));
  CHECK(normal_cdf(-1.96) == exactly(0.0249978951482204));
  CHECK(normal_cdf(1) == exactly(0.841344746068543));
  CHECK(normal_cdf(-8) / 6.22096057427178e-16 == exactly(1));  // Approx alone has an absolute part
  CHECK(normal_cdf(infinity) == 1);
  CHECK(normal_quantile(0.975) == exactly(1.959963984540054));
  CHECK(normal_quantile(0.8) == exactly(0.841621233572914));
  CHECK(normal_quantile(1e-10) == exactly(-6.361340902404056));
  CHECK(normal_quantile(0) == -infinity);
  CHECK(normal_quantile(1) == infinity);
}

TEST_CASE("Student's t distribution, also with degrees of freedom that are not whole") {
  CHECK(student_cdf(0, 3) == exactly(0.5));
  CHECK(student_cdf(-2, 1) == exactly(0.5 - std::atan(2) / std::acos(-1)));  // Cauchy's
  CHECK(student_cdf(0.5, 4.5) == exactly(0.679725248962976));
  CHECK(student_cdf(2.5, 30) == exactly(0.990942175465967));
  CHECK(student_quantile(0.975, 1) == exactly(12.706204736174694));
  CHECK(student_quantile(0.975, 10) == exactly(2.228138851986274));
  CHECK(student_quantile(0.975, 17.776) == exactly(2.102821310380222));
  CHECK(student_quantile(0.6, 2.5) == exactly(0.281459512748548));
  CHECK(student_quantile(0.975, 1e9) == doctest::Approx(normal_quantile(0.975)).epsilon(1e-8));
}

TEST_CASE("chi-squared's upper tail") {
  CHECK(chi_squared_survival(0, 1) == exactly(1));
  CHECK(chi_squared_survival(10, 2) == exactly(std::exp(-5)));
  CHECK(chi_squared_survival(3.841458820694124, 1) == exactly(0.05));
  CHECK(chi_squared_survival(50, 3) / 7.98917924495147e-11 == exactly(1));
}

TEST_CASE("what is out of range is no number, and throws nothing") {
  auto const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(std::isnan(normal_cdf(nan)));
  CHECK(std::isnan(normal_quantile(-0.1)));
  CHECK(std::isnan(normal_quantile(1.1)));
  CHECK(std::isnan(student_cdf(1, 0)));
  CHECK(std::isnan(student_cdf(nan, 5)));
  CHECK(std::isnan(student_quantile(0.5, -1)));
  CHECK(std::isnan(student_quantile(2, 5)));
  CHECK(std::isnan(chi_squared_survival(-1, 1)));
  CHECK(std::isnan(chi_squared_survival(1, 0)));
}
