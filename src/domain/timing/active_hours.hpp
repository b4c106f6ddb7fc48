#pragma once

#include <array>
#include <bitset>
#include <vector>

#include "domain/facts.hpp"

namespace proactive {

// The hours of the day, by UTC, at which a user of an unknown time zone is there by habit: awake, whatever their zone.
// Once may have been a sleepless night, and a few times that of somebody who is mostly there by day: so an hour counts
// at which, give or take one, they began to write on two days at least, and on two thirds as many as at the hour at
// which they do so most. What they began after a message of ours was our doing.
class ActiveHours {
 public:
  // Of the last 28 days.
  ActiveHours(std::vector<SessionStart> const& sessions, Instant now);

  [[nodiscard]] bool has_sessions() const { return has_sessions_; }
  [[nodiscard]] bool contain(Instant at) const;

 private:
  static constexpr std::size_t hours_a_day = 24;
  static constexpr std::size_t most_days = 32;

  bool has_sessions_ = false;
  std::array<std::bitset<most_days>, hours_a_day> days_{};  // each from 12 hours before its hour to 12 after it
  std::size_t most_ = 0;
};

inline constexpr std::chrono::hours activity_remembered{28 * 24};

}  // namespace proactive
