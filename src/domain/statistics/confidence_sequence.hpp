#pragma once

#include <optional>

#include "domain/statistics/interval.hpp"
#include "domain/statistics/moments.hpp"

namespace proactive::statistics {

// What would be shown against "both arms have the same mean", as in R.
enum class Alternative {
  two_sided,  // they differ
  greater,    // the treatment's is greater, as a guardrail asks of opt-outs: the interval is [lower, infinity)
  less,       // the treatment's is less: (-infinity, upper]
};

struct AnytimeDifference {
  double estimate = 0;        // treatment - control, in the metric's unit
  double standard_error = 0;  // in the same unit; see below
  Interval interval;          // of the difference
  double p_value = 1;         // 0 to 1; below 1 - level exactly where the interval does not contain 0
};

// The interval of the difference of two means that holds at all looks together: that it ever misses the true
// difference has the probability 1 - level at most, however often one looks and whatever makes one stop. So it is
// right to look every day and to stop as soon as 0 is outside, and the least p value of all looks is one as well.
//
// The formula: asymptotic confidence sequence with the normal mixture's boundary (Waudby-Smith, Arbour, Sinha, Kennedy
// and Ramdas 2021, "Time-uniform central limit theory and asymptotic confidence sequences", theorem 2.2 and, one-sided,
// the appendix; Howard, Ramdas, McAuliffe and Sekhon 2021, "Time-uniform, nonparametric, nonasymptotic confidence
// sequences", section 3.2). With n users of both arms and x = n * rho^2 the interval is estimate +- m * standard error,
//   two-sided: m^2 = (x + 1) / x * log((x + 1) / alpha^2)
//   one-sided: m^2 = (x + 1) / x * 2 * log(1 + sqrt(x + 1) / (2 * alpha))
// and rho makes m least at the planned number of users, where it is 3.03 at a level of 0.95 instead of 1.96.
//
// The standard error is Welch's or, where that is larger, the one of arms with a common variance. Welch's alone
// alarmed in 17 % of experiments at a level of 0.99, with a tenth of 6,000 users held out and an event that happens to
// one in fifty: an arm that by chance has seen none has no variance either, and seems to be sure. The price is that a
// doubled event takes 1.7 times the users to find there; with equal shares there is none.
//
// What it stands on: users of both arms come in over time in about the planned shares, and a user's value does not
// change once it is counted, for instance because each is counted when their two weeks are over. n then is the clock.
// Where users are there from the beginning and their values go on, n stands still, and m with it: this holds for looks
// over which the information grows up to 60-fold (Miller and Siegmund 1982, "Maximally selected chi square statistics",
// for m = 3.03), such as 60 days of independent values (simulated: 3 % are false alarms), and longer the more users
// differ from each other.
class ConfidenceSequence {
 public:
  // Until an arm has so many users nothing is told: the theorem is one of large numbers.
  static constexpr long fewest_users = 20;

  // level: between 0 and 1 (0.95; 0.99 for a guardrail). planned_users: of both arms together, where the interval is to
  // be tightest; 1 or more. It is fixed before the first look; a plan that is missed costs width, not truth. Other
  // values give a sequence that never tells anything.
  ConfidenceSequence(double level, long planned_users, Alternative alternative = Alternative::two_sided);

  // A look, at all users so far; a metric of cuped.hpp or ratio.hpp as well. nullopt: fewer than fewest_users in an
  // arm, or nothing that mean_difference (welch.hpp) could tell.
  [[nodiscard]] std::optional<AnytimeDifference> at(Summary const& treatment, Summary const& control) const;

 private:
  double alpha_;
  double rho_squared_ = 0;
  Alternative alternative_;
};

}  // namespace proactive::statistics
