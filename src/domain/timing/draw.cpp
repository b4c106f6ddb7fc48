#include "domain/timing/draw.hpp"

#include <cmath>
#include <numeric>

namespace proactive {

namespace {

constexpr double even_share = 0.1;

// In [0, 1): as many bits as a double has.
double fraction_of(std::uint64_t random) { return std::ldexp(static_cast<double>(random >> 11U), -53); }

}  // namespace

Drawn draw(std::vector<double> const& weights, std::uint64_t random) {
  auto const sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  auto const even = even_share / static_cast<double>(weights.size());
  auto left = fraction_of(random);
  Drawn drawn;
  for (drawn.index = 0;; ++drawn.index) {
    drawn.probability = (1 - even_share) * weights[drawn.index] / sum + even;
    left -= drawn.probability;
    if (left < 0 || drawn.index + 1 == weights.size()) return drawn;  // rounding may leave a little at the end
  }
}

}  // namespace proactive
