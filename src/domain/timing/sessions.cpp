#include "domain/timing/sessions.hpp"

#include <algorithm>

#include "domain/timing/active_hours.hpp"
#include "domain/timing/habit.hpp"

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

std::optional<std::chrono::hours> sessions_window(CareSettings const& care, Hour hour, PairFacts const& facts) {
  if (hour == Hour::to_choose && care.send_time == SendTime::learned) return habit_window;
  auto const& wished = facts.preferences.quiet_hours;
  bool const any_is_quiet =
      care.quiet_hours != "off" ||
      std::any_of(wished.begin(), wished.end(), [](auto const& hours) { return !hours.is_never(); });
  bool const is_by_activity = !facts.zone_known && care.unknown_timezone == UnknownZone::activity;
  return is_by_activity && any_is_quiet ? std::optional{activity_remembered} : std::nullopt;
}

}  // namespace proactive
