#include "domain/timing/sessions.hpp"

#include <algorithm>

namespace proactive {

std::vector<SessionStart> session_starts(std::vector<Instant> const& starts, std::vector<Instant> deliveries) {
  constexpr std::chrono::hours effect{1};
  std::sort(deliveries.begin(), deliveries.end());
  std::vector<SessionStart> sessions;
  sessions.reserve(starts.size());
  for (auto const start : starts) {
    auto const next = std::upper_bound(deliveries.begin(), deliveries.end(), start);
    sessions.push_back({start, next != deliveries.begin() && start - *std::prev(next) <= effect});
  }
  return sessions;
}

}  // namespace proactive
