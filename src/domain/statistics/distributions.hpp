#pragma once

// The distributions by which tests are judged, to about 15 digits, also in the far tails. Boost.Math computes them,
// which no other file knows; its manual names the methods. Outside of the stated ranges the result is NaN; nothing
// throws.
namespace proactive::statistics {

// P(Z <= z) of a standard normal Z. z: any number, also an infinite one.
double normal_cdf(double z);

// The z with normal_cdf(z) = p: 1.96 for 0.975. p: 0 to 1, of which the ends give -infinity and infinity.
double normal_quantile(double p);

// P(T <= t) of Student's t distribution. t: any number; degrees_of_freedom: above 0, whole or not (Welch's are not).
double student_cdf(double t, double degrees_of_freedom);

// The t with student_cdf(t, degrees_of_freedom) = p. p: 0 to 1, as above.
double student_quantile(double p, double degrees_of_freedom);

// P(X >= x) of a chi-squared X: the p value of a statistic x. x: 0 or more; degrees_of_freedom: above 0.
double chi_squared_survival(double x, double degrees_of_freedom);

}  // namespace proactive::statistics
