#pragma once

#include <optional>
#include <vector>

#include "domain/statistics/moments.hpp"

namespace proactive::statistics {

// What is left of a metric when that part is taken out which a covariate explains.
struct Cuped {
  double theta = 0;               // metric per unit of the covariate; 0: nothing was taken out
  double variance_reduction = 0;  // 0 to 1, of the variance within the arms: r squared, of r their correlation
  std::vector<Summary> arms;      // with the adjusted metric, in the order given, for welch or a sequence
};

// Controlled experiments using pre-experiment data (Deng, Xu, Kohavi and Walker 2013, "Improving the sensitivity of
// online controlled experiments by utilizing pre-experiment data"). x of an arm is the covariate, in any unit, y the
// metric. The covariate must be known before the user was assigned, such as the messages of the four weeks before, and
// treatments must not touch it; who has none of their own gets one value, the same in all arms. theta comes from the
// covariance within the arms, of all arms together, so that no arm's effect gets into it; means move towards what they
// would be had each arm the covariate's mean over all users. Differences keep their meaning, means nearly so.
// Where the covariate has no variance the arms are as they were, with theta 0. nullopt: no arm, an arm with fewer than
// two users, or values that are not finite.
std::optional<Cuped> cuped(std::vector<BivariateSummary> const& arms);

}  // namespace proactive::statistics
