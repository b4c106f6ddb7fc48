#pragma once

#include <optional>

#include "domain/statistics/interval.hpp"
#include "domain/statistics/moments.hpp"

namespace proactive::statistics {

// By how much the means of two arms differ.
struct MeanDifference {
  double estimate = 0;        // treatment - control, in the metric's unit
  double standard_error = 0;  // above 0, in the same unit
};

// nullopt where nothing can be told: fewer than two users in an arm, values that are not finite, or no spread in
// either arm.
std::optional<MeanDifference> mean_difference(Summary const& treatment, Summary const& control);

struct WelchDifference {
  double estimate = 0;            // treatment - control, in the metric's unit
  double standard_error = 0;      // in the same unit
  double degrees_of_freedom = 0;  // of t: Welch's, not whole
  Interval interval;              // two-sided, of the difference
  double p_value = 1;             // 0 to 1, two-sided, of "both arms have the same mean"
};

// The test of two means whose variances may differ (Welch 1947, "The generalization of Student's problem when several
// different population variances are involved"; degrees of freedom of Satterthwaite 1946). It is for one look, at the
// planned number of users: who looks every day finds a difference where there is none in one of three experiments, and
// wants confidence_sequence.hpp. Counts, shares and averages take some dozens of users an arm. Of a rare event the
// smaller arm wants some dozens: with one or two expected in a hold-out of a tenth, one of three experiments would seem
// to find something, and the confidence sequence does not. level: the interval's, between 0 and 1 (0.95). nullopt: as
// mean_difference, or a level outside of its range.
std::optional<WelchDifference> welch(Summary const& treatment, Summary const& control, double level);

}  // namespace proactive::statistics
