#include "domain/timing/habit.hpp"

#include <cmath>
#include <numeric>
#include <set>

namespace proactive {

namespace {

constexpr std::size_t hours_of_day = std::tuple_size_v<HourWeights>;

// Sessions of some days of the week.
struct Starts {
  HourWeights counts{};  // the older, the less
  long number = 0;
  std::set<std::chrono::local_days> days;

  void add(LocalTime const& time, double weight) {
    counts[static_cast<std::size_t>(time.since_midnight / std::chrono::hours{1})] += weight;
    ++number;
    days.insert(time.day);
  }
  [[nodiscard]] bool are_enough() const {
    return number >= least_habit_starts && static_cast<long>(days.size()) >= least_habit_days;
  }
};

bool is_weekend(std::chrono::local_days day) {
  std::chrono::weekday const weekday{day};
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

double weight_of_age(std::chrono::duration<double> age) {
  return std::exp2(-age / std::chrono::duration<double>(habit_half_life));
}

double sum_of(HourWeights const& weights) { return std::accumulate(weights.begin(), weights.end(), 0.0); }

}  // namespace

double Habit::weight_at(LocalTime const& time) const {
  auto const& weights = is_weekend(time.day) ? weekends : weekdays;
  return weights[static_cast<std::size_t>(time.since_midnight / std::chrono::hours{1})];
}

Habit learn_habit(PairFacts const& facts, Instant now) {
  Starts all;
  Starts weekdays;
  Starts weekends;
  auto& clock = clock_of(facts.zone());
  for (auto const& session : facts.sessions) {
    if (session.is_ours || session.at > now || now - session.at > habit_window) continue;
    auto const time = clock.at(session.at);
    auto const weight = weight_of_age(now - session.at);
    all.add(time, weight);
    (is_weekend(time.day) ? weekends : weekdays).add(time, weight);
  }
  Habit habit;
  habit.starts = all.number;
  habit.days = static_cast<long>(all.days.size());
  habit.is_apart = weekdays.are_enough() && weekends.are_enough();
  auto const& population = facts.zone_known ? population_hours : even_hours;
  habit.weekdays = shrink(smooth((habit.is_apart ? weekdays : all).counts), population);
  habit.weekends = habit.is_apart ? shrink(smooth(weekends.counts), population) : habit.weekdays;
  return habit;
}

HourWeights smooth(HourWeights const& counts) {
  HourWeights smoothed{};
  for (std::size_t hour = 0; hour < hours_of_day; ++hour) {
    auto const before = counts[(hour + hours_of_day - 1) % hours_of_day];
    auto const after = counts[(hour + 1) % hours_of_day];
    smoothed[hour] = (before + after) / 4 + counts[hour] / 2;
  }
  return smoothed;
}

HourWeights shrink(HourWeights const& counts, HourWeights const& population) {
  HourWeights shares{};
  auto const counted = sum_of(counts) + population_weight;
  auto const share_of_one = population_weight / sum_of(population);
  for (std::size_t hour = 0; hour < hours_of_day; ++hour)
    shares[hour] = (counts[hour] + share_of_one * population[hour]) / counted;
  return shares;
}

}  // namespace proactive
