#include "domain/plan/send_rate.hpp"

#include <algorithm>
#include <cmath>

namespace proactive {

SendRate send_rate(int per_minute, int slices, int all) {
  using std::chrono::duration;
  constexpr double portions = 10;  // of a minute, at least
  constexpr duration<double> minute{60};
  constexpr std::chrono::hours longest{1};
  auto const share = static_cast<double>(per_minute) * slices / all;
  auto const portion = std::max(1.0, std::floor(share / portions));
  // Whole stretches fill a minute, so that a minute that begins anywhere holds no more of them.
  auto const stretches = share >= 1 ? std::floor(share / portion) : share;
  auto const every = std::min<duration<double>>(minute / stretches, longest);
  return {static_cast<long>(portion), std::chrono::ceil<std::chrono::microseconds>(every)};
}

}  // namespace proactive
