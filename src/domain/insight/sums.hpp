#pragma once

#include "domain/ratio.hpp"
#include "domain/statistics/moments.hpp"

namespace proactive {

// Two values a user, x and y, of all users: a database sums faster than it computes variances. For counts and shares,
// of which no digits are lost.
struct Sums {
  long users = 0;
  double x = 0;
  double y = 0;
  double xx = 0;  // of the squares
  double yy = 0;
  double xy = 0;  // of the products

  void add_user(double of_x, double of_y);
};

statistics::BivariateSummary summary_of(Sums const& sums);

// x are messages, y those that came to something.
RatioFacts ratio_facts_of(Sums const& sums);

}  // namespace proactive
