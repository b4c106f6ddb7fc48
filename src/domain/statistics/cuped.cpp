#include "domain/statistics/cuped.hpp"

#include <algorithm>
#include <cmath>

namespace proactive::statistics {

namespace {

bool can_be_adjusted(BivariateSummary const& arm) {
  return arm.users >= 2 && std::isfinite(arm.mean_x) && std::isfinite(arm.mean_y) && std::isfinite(arm.variance_x) &&
         std::isfinite(arm.variance_y) && std::isfinite(arm.covariance);
}

// Of distances from their own arm's mean.
struct WithinArms {
  double squares_x = 0;
  double squares_y = 0;
  double products = 0;
};

WithinArms within(std::vector<BivariateSummary> const& arms) {
  WithinArms sums;
  for (auto const& arm : arms) {
    auto const freedom = static_cast<double>(arm.users - 1);
    sums.squares_x += freedom * arm.variance_x;
    sums.squares_y += freedom * arm.variance_y;
    sums.products += freedom * arm.covariance;
  }
  return sums;
}

}  // namespace

std::optional<Cuped> cuped(std::vector<BivariateSummary> const& arms) {
  if (arms.empty() || !std::all_of(arms.begin(), arms.end(), can_be_adjusted)) return std::nullopt;
  double users = 0;
  double mean = 0;
  double size = 0;  // of x, squared
  for (auto const& arm : arms) {
    auto const count = static_cast<double>(arm.users);
    users += count;
    mean += count * arm.mean_x;
    size += count * arm.mean_x * arm.mean_x;
  }
  mean /= users;

  auto const sums = within(arms);
  // What sums in floating point leave of a constant is no variance.
  constexpr double rounding = 1e-12;
  bool const varies = sums.squares_x > rounding * size;
  Cuped result;
  result.theta = varies ? sums.products / sums.squares_x : 0;
  if (varies && sums.squares_y > 0)
    result.variance_reduction = std::min(1.0, result.theta * sums.products / sums.squares_y);
  result.arms.reserve(arms.size());
  for (auto const& arm : arms) {
    auto const variance =
        arm.variance_y - 2 * result.theta * arm.covariance + result.theta * result.theta * arm.variance_x;
    result.arms.push_back({arm.users, arm.mean_y - result.theta * (arm.mean_x - mean), std::max(0.0, variance)});
  }
  return result;
}

}  // namespace proactive::statistics
