#pragma once

#include <limits>

namespace proactive::statistics {

// What a quantity lies in with the confidence that was asked for, in the unit of the quantity; both ends belong to it.
// One-sided: the open end is infinite.
struct Interval {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();

  [[nodiscard]] bool contains(double value) const { return lower <= value && value <= upper; }
};

}  // namespace proactive::statistics
