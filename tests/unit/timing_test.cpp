#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <random>

#include "base/hash.hpp"
#include "domain/bandit/choices.hpp"
#include "domain/timing/active_hours.hpp"
#include "domain/timing/draw.hpp"
#include "domain/timing/habit.hpp"
#include "domain/timing/sessions.hpp"
#include "support/facts.hpp"

using namespace proactive;
using std::chrono::hours;
using std::chrono::minutes;
using test::friendly_facts;
using test::noon;

namespace {

// Who began to write at this hour in UTC on each of so many days before noon, from yesterday on.
void add_starts(PairFacts& facts, int days, int hour, int a_day = 1) {
  for (int day = 1; day <= days; ++day) {
    for (int i = 0; i < a_day; ++i)
      facts.sessions.push_back({noon - hours{24 * day + 12} + hours{hour} + minutes{5 * i}, false});
  }
}

double sum_of(HourWeights const& weights) { return std::accumulate(weights.begin(), weights.end(), 0.0); }

std::size_t likeliest(HourWeights const& weights) {
  return static_cast<std::size_t>(std::max_element(weights.begin(), weights.end()) - weights.begin());
}

// The chance that a value as large comes about: by Wilson and Hilferty.
double p_of_chi_squared(double value, double degrees) {
  auto const spread = 2 / (9 * degrees);
  auto const z = (std::cbrt(value / degrees) - (1 - spread)) / std::sqrt(spread);
  return std::erfc(z / std::sqrt(2)) / 2;
}

}  // namespace

TEST_CASE("few starts say little against what all do, and many say it all") {
  HourWeights none{};
  auto const population = shrink(none, population_hours);
  CHECK(sum_of(population) == doctest::Approx(1));
  CHECK(population[21] == doctest::Approx(population_hours[21] / sum_of(population_hours)));
  double before = population[3];
  for (auto const starts : {1.0, 10.0, 24.0, 240.0, 24'000.0}) {
    HourWeights at_three{};
    at_three[3] = starts;
    auto const shares = shrink(at_three, population_hours);
    CHECK(sum_of(shares) == doctest::Approx(1));
    CHECK(shares[3] > before);
    CHECK(shares[3] == doctest::Approx((starts + 24 * population[3]) / (starts + 24)));
    before = shares[3];
  }
  CHECK(before > 0.998);
}

TEST_CASE("an hour lends to its neighbours, over midnight too") {
  HourWeights counts{};
  counts[0] = 8;
  auto const smoothed = smooth(counts);
  CHECK(smoothed[23] == 2);
  CHECK(smoothed[0] == 4);
  CHECK(smoothed[1] == 2);
  CHECK(sum_of(smoothed) == 8);
  counts[0] = 0;
  counts[23] = 8;
  CHECK(smooth(counts)[0] == 2);
  CHECK(smooth(counts)[22] == 2);
}

TEST_CASE("there is a habit from ten starts on seven days") {
  auto few = friendly_facts();
  add_starts(few, 9, 15);
  CHECK(learn_habit(few, noon).starts == 9);
  CHECK_FALSE(learn_habit(few, noon).is_known());
  add_starts(few, 1, 16);
  CHECK(learn_habit(few, noon).is_known());

  auto crowded = friendly_facts();
  add_starts(crowded, 6, 15, 5);
  auto const habit = learn_habit(crowded, noon);
  CHECK(habit.starts == 30);
  CHECK(habit.days == 6);
  CHECK_FALSE(habit.is_known());
}

TEST_CASE("what is older than sixty days, to come, or caused by us is not learned from") {
  auto facts = friendly_facts();
  facts.sessions = {{noon - hours{60 * 24 + 1}, false}, {noon + hours{1}, false}, {noon - hours{5}, true}};
  CHECK(learn_habit(facts, noon).starts == 0);
  facts.sessions = {{noon - hours{60 * 24}, false}, {noon, false}};
  CHECK(learn_habit(facts, noon).starts == 2);
}

TEST_CASE("of two starts the one that is thirty days older counts half") {
  auto facts = friendly_facts();
  facts.timezone = "UTC";
  facts.sessions = {{noon - hours{24}, false}, {noon - hours{24 * 31 + 6}, false}};
  auto const weights = learn_habit(facts, noon).weekdays;
  auto const population = shrink({}, population_hours);
  auto const recent = std::exp2(-1.0 / 30);
  auto const old = std::exp2(-31.25 / 30);
  CHECK(weights[12] == doctest::Approx((recent / 2 + 24 * population[12]) / (recent + old + 24)));
  CHECK(weights[6] == doctest::Approx((old / 2 + 24 * population[6]) / (recent + old + 24)));
}

TEST_CASE("hours are those of the user's clock, before and after it is changed") {
  auto facts = friendly_facts();
  facts.timezone = "America/New_York";
  auto const now = parse_instant("2026-03-20T12:00:00Z").value();  // the clocks went forward on the 8th
  for (int day = 1; day <= 20; ++day) {
    auto const local_day = parse_date("2026-03-20").value() - std::chrono::days{day};
    auto const offset = local_day < parse_date("2026-03-08").value() ? hours{5} : hours{4};
    facts.sessions.push_back({Instant{local_day.time_since_epoch()} + hours{3} + minutes{30} + offset, false});
  }
  auto const habit = learn_habit(facts, now);
  CHECK(habit.starts == 20);
  CHECK(habit.days == 20);
  CHECK(likeliest(habit.weekdays) == 3);
  facts.timezone = "Asia/Kolkata";  // half an hour beside the others'
  CHECK(likeliest(learn_habit(facts, now).weekdays) == 13);
}

TEST_CASE("where the clock is only the operator's, what all do by theirs says nothing") {
  auto facts = friendly_facts();
  facts.zone_known = false;
  auto const habit = learn_habit(facts, noon);
  for (auto const weight : habit.weekdays) CHECK(weight == doctest::Approx(1.0 / 24));
}

TEST_CASE("weekends are learned apart where there is enough of both") {
  auto facts = friendly_facts();
  // From Monday noon: of 55 days 16 are of weekends.
  for (int day = 1; day <= 55; ++day) {
    auto const midnight = noon - hours{12} - hours{24 * day};
    std::chrono::weekday const weekday{std::chrono::floor<std::chrono::days>(midnight)};
    bool const is_weekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
    facts.sessions.push_back({midnight + hours{is_weekend ? 11 : 19}, false});
  }
  auto const habit = learn_habit(facts, noon);
  CHECK(habit.is_apart);
  CHECK(likeliest(habit.weekends) == 11);
  auto const monday = parse_date("2026-03-02").value();
  CHECK(habit.weight_at({monday, hours{11}}) < habit.weight_at({monday - std::chrono::days{1}, hours{11}}));
  CHECK(habit.weight_at({monday, hours{19}}) > habit.weight_at({monday - std::chrono::days{2}, hours{19}}));

  facts.sessions.resize(20);  // six days of weekends
  auto const together = learn_habit(facts, noon);
  CHECK(together.is_known());
  CHECK_FALSE(together.is_apart);
  CHECK(together.weekdays == together.weekends);
}

TEST_CASE("a session within an hour after a message of ours is ours") {
  auto const starts = session_starts({noon - minutes{1}, noon, noon + minutes{60}, noon + minutes{61}, noon + hours{9}},
                                     {noon + hours{10}, noon});
  std::vector<bool> ours;
  for (auto const& start : starts) ours.push_back(start.is_ours);
  CHECK(ours == std::vector<bool>{false, true, true, false, false});
  CHECK_FALSE(session_starts({noon}, {})[0].is_ours);
}

TEST_CASE("sessions are read where an hour is chosen by them, and of unknown zones where hours are quiet") {
  CareSettings care;
  PairFacts known;
  PairFacts unknown;
  unknown.zone_known = false;
  CHECK_FALSE(sessions_window(care, Hour::to_choose, known));
  CHECK(sessions_window(care, Hour::to_choose, unknown) == activity_remembered);
  CHECK(sessions_window(care, Hour::chosen, unknown) == activity_remembered);
  care.send_time = SendTime::learned;
  CHECK(sessions_window(care, Hour::to_choose, known) == habit_window);
  CHECK(sessions_window(care, Hour::to_choose, unknown) == habit_window);
  CHECK_FALSE(sessions_window(care, Hour::chosen, known));
  CHECK(sessions_window(care, Hour::chosen, unknown) == activity_remembered);
  care.quiet_hours = "off";
  CHECK_FALSE(sessions_window(care, Hour::chosen, unknown));
  unknown.preferences.quiet_hours = {QuietHours::always()};
  CHECK(sessions_window(care, Hour::chosen, unknown) == activity_remembered);
  care.unknown_timezone = UnknownZone::never;
  CHECK_FALSE(sessions_window(care, Hour::chosen, unknown));
}

TEST_CASE("what is drawn comes as often as its probability says, a tenth of it whatever the weights") {
  constexpr long draws = 100'000;
  std::vector<double> weights;
  for (std::size_t quarter = 0; quarter < 96; ++quarter) weights.push_back(population_hours.at(quarter / 4 % 24));
  weights[5] = 1e-9;  // an hour that is given up but for the tenth
  std::vector<long> counts(weights.size());
  std::vector<double> probabilities(weights.size());
  std::mt19937_64 random(20260302);
  for (long i = 0; i < draws; ++i) {
    auto const drawn = draw(weights, random());
    ++counts[drawn.index];
    probabilities[drawn.index] = drawn.probability;
  }
  CHECK(std::accumulate(probabilities.begin(), probabilities.end(), 0.0) == doctest::Approx(1));
  double chi_squared = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    CHECK(probabilities[i] >= 0.1 / 96);
    auto const expected = probabilities[i] * draws;
    chi_squared += (static_cast<double>(counts[i]) - expected) * (static_cast<double>(counts[i]) - expected) / expected;
  }
  CHECK(p_of_chi_squared(chi_squared, 95) > 0.001);
  CHECK(p_of_chi_squared(95 + 95, 95) < 0.001);  // the test can fail
}

TEST_CASE("every 64 bits draw something") {
  CHECK(draw({1, 1}, 0).index == 0);
  CHECK(draw({1, 1}, ~std::uint64_t{0}).index == 1);
  auto const only = draw({0.3}, ~std::uint64_t{0});
  CHECK(only.index == 0);
  CHECK(only.probability == doctest::Approx(1));
}

TEST_CASE("a choice is kept as what was drawn, its probability, and of how many") {
  CHECK(to_line(choices_json({.hour = HourChoice{0.031, 96}})) == R"({"hour":{"p":0.031,"of":96}})");
  CHECK(choices_json({}).is_null());
}
