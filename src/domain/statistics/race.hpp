#pragma once

#include <cstdint>

// Weighted draws as exponential races: each of several items arrives after a time that its own random number and its
// weight give, and the first one is an item with a probability of its share of all weights; those that follow are
// drawn without replacement. What the others weigh changes no item's own time (Efraimidis and Spirakis 2006, "Weighted
// random sampling with a reservoir").
namespace proactive::statistics {

// From (0, 1], with as many bits as a double has. `random`: any 64 bits, each as likely as another.
double unit_draw(std::uint64_t random);

// unit: from (0, 1], independent of the other items'. weight: 0 or more, on any scale; of 0: never, which is infinity.
double arrival(double unit, double weight);

}  // namespace proactive::statistics
