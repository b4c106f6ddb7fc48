#include "domain/statistics/welch.hpp"

#include <cmath>

#include "domain/statistics/distributions.hpp"

namespace proactive::statistics {

namespace {

double variance_of_mean(Summary const& arm) { return arm.variance / static_cast<double>(arm.users); }

bool has_spread(Summary const& arm) {
  return arm.users >= 2 && std::isfinite(arm.mean) && std::isfinite(arm.variance) && arm.variance >= 0;
}

}  // namespace

std::optional<MeanDifference> mean_difference(Summary const& treatment, Summary const& control) {
  if (!has_spread(treatment) || !has_spread(control)) return std::nullopt;
  auto const error = std::sqrt(variance_of_mean(treatment) + variance_of_mean(control));
  if (error <= 0) return std::nullopt;
  return MeanDifference{treatment.mean - control.mean, error};
}

std::optional<WelchDifference> welch(Summary const& treatment, Summary const& control, double level) {
  auto const difference = mean_difference(treatment, control);
  if (!difference || !(level > 0 && level < 1)) return std::nullopt;
  auto const [estimate, error] = *difference;
  auto const share = variance_of_mean(treatment) / (error * error);
  auto const freedom = 1 / (share * share / static_cast<double>(treatment.users - 1) +
                            (1 - share) * (1 - share) / static_cast<double>(control.users - 1));
  auto const margin = student_quantile((1 + level) / 2, freedom) * error;
  return WelchDifference{estimate,
                         error,
                         freedom,
                         {estimate - margin, estimate + margin},
                         2 * student_cdf(-std::abs(estimate) / error, freedom)};
}

}  // namespace proactive::statistics
