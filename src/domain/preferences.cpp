#include "domain/preferences.hpp"

namespace proactive {

namespace {

std::optional<bool> stricter(std::optional<bool> one, std::optional<bool> other) {
  if (!one || !other) return one ? one : other;
  return *one && *other;
}

std::optional<Frequency> stricter(std::optional<Frequency> one, std::optional<Frequency> other) {
  if (!one || !other) return one ? one : other;
  return std::min(*one, *other);  // declared from the rarest on
}

}  // namespace

Preferences strictest(Preferences const& one, Preferences const& other) {
  Preferences both{stricter(one.enabled, other.enabled),
                   stricter(one.agreed, other.agreed),
                   one.quiet_hours,
                   stricter(one.frequency, other.frequency),
                   lower_limit(one.max_per_day, other.max_per_day),
                   lower_limit(one.max_per_week, other.max_per_week),
                   higher_limit(one.min_gap_hours, other.min_gap_hours)};
  both.quiet_hours.insert(both.quiet_hours.end(), other.quiet_hours.begin(), other.quiet_hours.end());
  return both;
}

}  // namespace proactive
