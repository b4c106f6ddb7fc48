#include "domain/statistics/confidence_sequence.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "domain/statistics/welch.hpp"

namespace proactive::statistics {

namespace {

// The x at which the boundary is least: where its derivative is 0, x equals the right side below, of which this is the
// fixed point. It is reached within some steps, since x enters by its logarithm. Two-sided it is Lambert's
// -W(-alpha^2 / e) - 1 of the paper, on the branch -1.
double tightest(double alpha, bool two_sided) {
  double x = 1;
  for (int step = 0; step < 100; ++step) {
    auto const root = std::sqrt(x + 1);
    auto const next =
        two_sided ? std::log((x + 1) / (alpha * alpha)) : 2 * std::log1p(root / (2 * alpha)) * (1 + 2 * alpha / root);
    if (std::abs(next - x) < 1e-12 * x) break;
    x = next;
  }
  return x;
}

// How many standard errors the interval reaches.
double boundary(double x, double alpha, bool two_sided) {
  auto const excess = two_sided ? std::log((x + 1) / (alpha * alpha))  //
                                : 2 * std::log1p(std::sqrt(x + 1) / (2 * alpha));
  return std::sqrt((x + 1) / x * excess);
}

// The error if both arms have one variance, as they have where the treatment does nothing.
double pooled_error(Summary const& one, Summary const& other) {
  auto const first = static_cast<double>(one.users);
  auto const second = static_cast<double>(other.users);
  auto const variance = ((first - 1) * one.variance + (second - 1) * other.variance) / (first + second - 2);
  return std::sqrt(variance * (1 / first + 1 / second));
}

// The alpha at which the boundary is `distance` standard errors away.
double p_value_of(double x, double distance, bool two_sided) {
  auto const evidence = distance * distance * x / (x + 1) / 2;
  if (two_sided) return std::min(1.0, std::sqrt(x + 1) * std::exp(-evidence));
  return distance <= 0 ? 1.0 : std::min(1.0, std::sqrt(x + 1) / (2 * std::expm1(evidence)));
}

}  // namespace

ConfidenceSequence::ConfidenceSequence(double level, long planned_users, Alternative alternative)
    : alpha_(1 - level), alternative_(alternative) {
  if (!(level > 0 && level < 1) || planned_users < 1) return;
  rho_squared_ = tightest(alpha_, alternative == Alternative::two_sided) / static_cast<double>(planned_users);
}

std::optional<AnytimeDifference> ConfidenceSequence::at(Summary const& treatment, Summary const& control) const {
  if (rho_squared_ <= 0 || std::min(treatment.users, control.users) < fewest_users) return std::nullopt;
  auto const difference = mean_difference(treatment, control);
  if (!difference) return std::nullopt;
  auto const estimate = difference->estimate;
  auto const error = std::max(difference->standard_error, pooled_error(treatment, control));
  bool const two_sided = alternative_ == Alternative::two_sided;
  auto const x = static_cast<double>(treatment.users + control.users) * rho_squared_;
  auto const margin = boundary(x, alpha_, two_sided) * error;
  auto const distance = (alternative_ == Alternative::less ? -estimate : estimate) / error;

  AnytimeDifference look{estimate, error, {}, p_value_of(x, distance, two_sided)};
  if (alternative_ != Alternative::less) look.interval.lower = estimate - margin;
  if (alternative_ != Alternative::greater) look.interval.upper = estimate + margin;
  return look;
}

}  // namespace proactive::statistics
