#include "domain/statistics/distributions.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace proactive::statistics {

namespace {

// A value outside of the range gives NaN or infinity instead of an exception. Computed in double, not in the wider
// type that some processors have, so that all of them agree.
namespace policies = boost::math::policies;
using Quiet =
    policies::policy<policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
                     policies::overflow_error<policies::ignore_error>,
                     policies::evaluation_error<policies::ignore_error>,
                     policies::rounding_error<policies::ignore_error>, policies::promote_double<false>>;

using Normal = boost::math::normal_distribution<double, Quiet>;
using Student = boost::math::students_t_distribution<double, Quiet>;
using ChiSquared = boost::math::chi_squared_distribution<double, Quiet>;

}  // namespace

double normal_cdf(double z) { return boost::math::cdf(Normal(), z); }

double normal_quantile(double p) { return boost::math::quantile(Normal(), p); }

double student_cdf(double t, double degrees_of_freedom) { return boost::math::cdf(Student(degrees_of_freedom), t); }

double student_quantile(double p, double degrees_of_freedom) {
  return boost::math::quantile(Student(degrees_of_freedom), p);
}

double chi_squared_survival(double x, double degrees_of_freedom) {
  return boost::math::cdf(boost::math::complement(ChiSquared(degrees_of_freedom), x));
}

}  // namespace proactive::statistics
