#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "domain/quiet_hours.hpp"
#include "domain/types.hpp"

namespace proactive {

// How often a user wants to hear of companions, in a word. The names are stored and frozen.
enum class Frequency { rarely, sometimes, normal };
template <>
struct Names<Frequency> {
  static constexpr auto table = std::to_array<Named<Frequency>>(
      {{Frequency::rarely, "rarely"}, {Frequency::sometimes, "sometimes"}, {Frequency::normal, "normal"}});
};

// What a user has said about being written to, to us or to the app. It can only tighten the operator's rules: of two
// the stricter holds.
struct Preferences {
  std::optional<bool> enabled;          // false: opted out; nullopt: never asked
  std::optional<bool> agreed;           // to be written to; nullopt: never asked
  std::vector<QuietHours> quiet_hours;  // all of them hold
  std::optional<Frequency> frequency;
  std::optional<int> max_per_day;
  std::optional<int> max_per_week;
  std::optional<int> min_gap_hours;
};

// The limits of a word: rarely is one message a week, sometimes three a week with a day between them.
constexpr std::optional<int> max_per_week(Frequency frequency) {
  if (frequency == Frequency::rarely) return 1;
  return frequency == Frequency::sometimes ? std::optional{3} : std::nullopt;
}
constexpr std::optional<int> min_gap_hours(Frequency frequency) {
  return frequency == Frequency::sometimes ? std::optional{24} : std::nullopt;
}

// A time in which the user wants nothing of this companion: a snooze, a holiday, a mute.
struct Mute {
  bool all_companions = false;
  std::optional<EngagementType> type;  // nullopt: of every type
  std::optional<Instant> until;        // nullopt: for ever

  [[nodiscard]] bool holds(Instant at) const { return !until || at < *until; }
};

// The stricter of two limits of which each may be missing.
inline std::optional<int> lower_limit(std::optional<int> one, std::optional<int> other) {
  if (!one || !other) return one ? one : other;
  return std::min(*one, *other);
}
inline std::optional<int> higher_limit(std::optional<int> one, std::optional<int> other) {
  return std::max(one, other);
}

// What holds for somebody who has said both.
Preferences strictest(Preferences const& one, Preferences const& other);

}  // namespace proactive
