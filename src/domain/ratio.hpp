#pragma once

#include <optional>

namespace proactive {

// Sums over the users of a cell: each has n messages, of which y came to something.
struct RatioFacts {
  long users = 0;
  double messages = 0;  // the sum of n
  double outcomes = 0;  // the sum of y
  double var_n = 0;     // sample variances over users, and their covariance
  double var_y = 0;
  double cov = 0;
};

struct Ratio {
  double rate = 0;    // y per n
  double margin = 0;  // half the width of its 95 % interval
};

// The share of messages that came to something, and how sure it is. A user's messages are not independent of each
// other, so the user is the unit: the delta method for a ratio of means (Deng, Knoblich and Lu, 2018, "Applying the
// Delta Method in Metric Analytics"). nullopt below 20 users, for which it does not hold.
std::optional<Ratio> ratio_of(RatioFacts const& facts);

}  // namespace proactive
