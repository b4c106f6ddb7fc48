#include "domain/statistics/ratio.hpp"

#include <algorithm>
#include <cmath>

namespace proactive::statistics {

std::optional<Summary> ratio(BivariateSummary const& users) {
  if (users.users < 2 || !(users.mean_x > 0)) return std::nullopt;
  auto const rate = users.mean_y / users.mean_x;
  auto const variance =
      (users.variance_y - 2 * rate * users.covariance + rate * rate * users.variance_x) / (users.mean_x * users.mean_x);
  if (!std::isfinite(rate) || !std::isfinite(variance)) return std::nullopt;
  return Summary{users.users, rate, std::max(0.0, variance)};
}

}  // namespace proactive::statistics
