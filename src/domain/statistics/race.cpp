#include "domain/statistics/race.hpp"

#include <cmath>
#include <limits>

namespace proactive::statistics {

double unit_draw(std::uint64_t random) {
  constexpr double steps = 9007199254740992.0;  // 2^53
  return (static_cast<double>(random >> 11U) + 1.0) / steps;
}

double arrival(double unit, double weight) {
  return weight == 0 ? std::numeric_limits<double>::infinity() : -std::log(unit) / weight;
}

}  // namespace proactive::statistics
