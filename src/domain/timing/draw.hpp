#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace proactive {

// That a quarter of an hour was drawn: with which probability, among how many. Kept with the engagement, so that what
// came of each hour can be told from how often it was chosen.
struct HourChoice {
  double probability = 1;
  long among = 1;

  bool operator==(HourChoice const&) const = default;
};

// One of several, by their weights: nine times of ten; else each is as likely as another, so that no hour is given up.
struct Drawn {
  std::size_t index = 0;
  double probability = 1;
};
// At least one weight, all above 0. `random`: any 64 bits, each as likely as another.
Drawn draw(std::vector<double> const& weights, std::uint64_t random);

}  // namespace proactive
