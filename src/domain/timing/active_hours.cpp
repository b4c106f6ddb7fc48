#include "domain/timing/active_hours.hpp"

#include <algorithm>

namespace proactive {

namespace {

constexpr long hours_of_utc_day = 24;
constexpr std::size_t least_days = 2;

long whole_hour_of(Instant at) { return std::chrono::floor<std::chrono::hours>(at).time_since_epoch().count(); }

long hour_of_utc_day(long hour) { return (hour % hours_of_utc_day + hours_of_utc_day) % hours_of_utc_day; }

}  // namespace

ActiveHours::ActiveHours(std::vector<SessionStart> const& sessions, Instant now) {
  auto const first_day = whole_hour_of(now - activity_remembered) / hours_of_utc_day - 1;
  for (auto const& session : sessions) {
    if (now - session.at > activity_remembered) continue;
    has_sessions_ = true;
    if (session.is_ours) continue;
    auto const written = whole_hour_of(session.at);
    for (long apart = -1; apart <= 1; ++apart) {
      auto const hour = hour_of_utc_day(written + apart);
      auto const day = (written - hour + hours_of_utc_day / 2) / hours_of_utc_day - first_day;
      days_.at(static_cast<std::size_t>(hour)).set(static_cast<std::size_t>(std::clamp(day, 0L, 31L)));
    }
  }
  for (auto const& days : days_) most_ = std::max(most_, days.count());
}

bool ActiveHours::contain(Instant at) const {
  auto const days = days_.at(static_cast<std::size_t>(hour_of_utc_day(whole_hour_of(at)))).count();
  return days >= least_days && 3 * days >= 2 * most_;
}

}  // namespace proactive
