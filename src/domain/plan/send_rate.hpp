#pragma once

#include <chrono>

namespace proactive {

// How fast one holder of slices may send: at most `portion` messages in any stretch of `every`.
struct SendRate {
  long portion = 1;
  std::chrono::microseconds every{0};
};

// The share of `slices` out of `all` in a rate of so many messages a minute, spread over the minute: in no 60 s do all
// holders together send more than the rate, but for one message each where their shares are smaller than one. A stretch
// is an hour at most.
SendRate send_rate(int per_minute, int slices, int all);

}  // namespace proactive
