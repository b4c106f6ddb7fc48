#pragma once

#include <vector>

namespace proactive::statistics {

// p values of several tests, adjusted so that the probability of any false alarm among them stays below the level
// that each is compared with (Holm 1979, "A simple sequentially rejective multiple test procedure"), whatever depends
// on what; always-valid p values too. p_values: 0 to 1, in any order; the result is in the same order, each 0 to 1 and
// no less than it was.
std::vector<double> holm_adjusted(std::vector<double> const& p_values);

}  // namespace proactive::statistics
