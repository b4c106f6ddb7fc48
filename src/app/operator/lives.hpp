#pragma once

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace proactive::app {

inline unsigned processors() { return std::max(1U, std::thread::hardware_concurrency()); }

// What comes of `live` for each number below `users`, which threads share. Sum has merge(), in whatever order. `tell`
// hears how many more are over, from any of the threads.
template <typename Sum>
Sum sum_of_lives(long users, unsigned threads, std::function<Sum(long)> const& live,
                 std::function<void(long)> const& tell = {}) {
  constexpr long portion = 64;
  std::atomic<long> next{0};
  std::mutex merging;
  Sum sum;
  auto const work = [&] {
    Sum part;
    for (auto first = next.fetch_add(portion); first < users; first = next.fetch_add(portion)) {
      auto const end = std::min(users, first + portion);
      for (auto user = first; user < end; ++user) part.merge(live(user));
      if (tell) tell(end - first);
    }
    std::lock_guard const lock(merging);
    sum.merge(part);
  };
  std::vector<std::jthread> others;
  others.reserve(threads);
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  others.clear();
  return sum;
}

}  // namespace proactive::app
