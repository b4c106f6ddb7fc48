#include "domain/statistics/holm.hpp"

#include <algorithm>
#include <numeric>

namespace proactive::statistics {

std::vector<double> holm_adjusted(std::vector<double> const& p_values) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](auto one, auto other) { return p_values[one] < p_values[other]; });
  std::vector<double> adjusted(p_values.size());
  double least = 0;  // a larger p value is never adjusted to less than a smaller one
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    auto const tests = static_cast<double>(order.size() - rank);
    least = std::max(least, std::min(1.0, tests * p_values[order[rank]]));
    adjusted[order[rank]] = least;
  }
  return adjusted;
}

}  // namespace proactive::statistics
