#pragma once

#include <optional>
#include <vector>

namespace proactive::statistics {

struct SampleRatio {
  double statistic = 0;   // chi-squared
  double p_value = 1;     // 0 to 1, of "users were assigned by the planned shares"
  bool mismatch = false;  // p_value below mismatch_below
};

// Assignment is random, and looked at often: below this it is a fault (Fabijan et al. 2019, "Diagnosing sample ratio
// mismatch in online controlled experiments").
inline constexpr double mismatch_below = 0.001;

// Whether as many users are in each arm as were planned (sample ratio mismatch; Pearson's chi-squared test, 1900). If
// they are not, users got lost on the way in one arm more than in another, and no result of the experiment is to be
// believed. users: counted per arm, each once, as assigned. shares: planned per arm in the same order, 0 or more, in
// any scale ({1, 1}, {0.9, 0.1}). It is meant for one look; once a day over 60 days it alarms in about 1 % of sound
// experiments. nullopt: lists of different lengths, fewer than two arms with a share, negative values, or fewer than 5
// users expected in an arm, for which chi-squared does not hold.
std::optional<SampleRatio> sample_ratio(std::vector<long> const& users, std::vector<double> const& shares);

}  // namespace proactive::statistics
