#pragma once

#include <array>

namespace proactive {

// For each hour of the day, from midnight.
using HourWeights = std::array<double, 24>;

// At which hours of their day people begin to write, as far as nothing is known of the one in question. An assumption:
// the shape that hourly counts of private messages have wherever they were published (least between 3 and 5, a rise
// through the morning, an even afternoon, most between 19 and 22), in rounded parts of a thousand, measured in no
// particular app. An app that has counted its own puts them here; the sum does not matter.
inline constexpr HourWeights population_hours{18, 10, 6,  4,  4,  7,  16, 30, 40, 44, 46, 48,
                                              52, 50, 48, 48, 50, 56, 64, 72, 80, 82, 74, 51};

// Where the user's clock is not known, no hour of it is likelier than another.
inline constexpr HourWeights even_hours{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

}  // namespace proactive
