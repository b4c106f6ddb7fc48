#pragma once

#include <optional>

#include "domain/statistics/moments.hpp"

namespace proactive::statistics {

// A metric that is a sum over users by a sum over users, such as answers by messages, as if it were a mean over users:
// for welch or a sequence. x of a user is what counts below (their messages, 0 or more), y what counts above (their
// answers). The mean of the result is the ratio of the sums, in y per x, and its variance that of the users'
// contributions to it, (y - ratio * x) / mean of x (delta method: Deng, Knoblich and Lu 2018, "Applying the delta
// method in metric analytics"). Messages counted as independent of each other would give intervals that are far too
// narrow. Users with x and y of 0 change next to nothing, in it or not. It holds from some dozens of users on.
// nullopt: fewer than two users, a mean of x that is not above 0, or values that are not finite.
std::optional<Summary> ratio(BivariateSummary const& users);

}  // namespace proactive::statistics
