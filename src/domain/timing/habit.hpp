#pragma once

#include <chrono>
#include <vector>

#include "domain/facts.hpp"
#include "domain/timing/population.hpp"

namespace proactive {

// So far back the user's sessions are looked at; of two the one that is a half-life older counts half.
inline constexpr std::chrono::hours habit_window{60 * 24};
inline constexpr std::chrono::hours habit_half_life{30 * 24};
// Of as many starts, and on as many days of the user's clock, there is a habit.
inline constexpr long least_habit_starts = 10;
inline constexpr long least_habit_days = 7;
// How many starts of a user the population counts for.
inline constexpr double population_weight = 24;

// At which hours of the day a user begins to write of their own accord, on their own clock. Each day's weights sum up
// to 1.
struct Habit {
  HourWeights weekdays{};
  HourWeights weekends{};  // the same where there is not enough of each
  bool is_apart = false;
  long starts = 0;
  long days = 0;  // on which there were any

  [[nodiscard]] bool is_known() const { return starts >= least_habit_starts && days >= least_habit_days; }
  [[nodiscard]] double weight_at(LocalTime const& time) const;
};

// From the sessions of the facts, those aside that we have caused. Where the zone is only the operator's default, the
// hours are those of its clock, and the population's say nothing.
Habit learn_habit(PairFacts const& facts, Instant now);

// Each hour lends a quarter to both of its neighbours, since nobody keeps to the hour; the day is a circle.
HourWeights smooth(HourWeights const& counts);

// The counts drawn to what all do, the more so the fewer they are. Sums up to 1.
HourWeights shrink(HourWeights const& counts, HourWeights const& population);

}  // namespace proactive
