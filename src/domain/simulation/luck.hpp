#pragma once

#include <cstdint>
#include <span>

// Chance that is the same on every machine and in whatever order it is asked for: a number is a function of the seed,
// the user, what is drawn and the occasion. So a user has the same luck under every settings, and however many threads
// share the users. The distributions of the standard library are not used: they differ between its makers.
namespace proactive::simulation {

// What is drawn. Frozen: another number gives other results for a seed.
enum class Draw : std::uint64_t {
  zone = 1,
  zone_known = 2,
  companions = 3,
  chronotype = 4,
  silent = 5,
  sessions_per_day = 6,
  last_word = 7,
  answer_trait = 8,
  agreed = 9,
  opted_out = 10,
  stage = 11,
  pair_age = 12,
  messages_written = 13,
  memory = 14,
  session = 15,
  session_minute = 16,
  session_length = 17,
  session_companion = 18,
  answer = 19,
  answer_delay = 20,
  opt_out = 21,
  mute = 22,
  turn_off = 23,
  seen = 24,
};

class Luck {
 public:
  Luck(std::uint64_t seed, std::uint64_t user);

  // At least 0, below 1.
  [[nodiscard]] double unit(Draw what, std::uint64_t occasion = 0) const;
  [[nodiscard]] bool happens(double probability, Draw what, std::uint64_t occasion = 0) const {
    return unit(what, occasion) < probability;
  }

 private:
  std::uint64_t key_;
};

// Inverse transforms of a number from 0 to below 1.

// The place in a list of shares that add up to 1.
std::size_t pick(std::span<double const> shares, double unit);

// A value between quantiles that stand at equal distances, the lowest and the highest possible value among them.
double between_quantiles(std::span<double const> quantiles, double unit);

// What is left of 1 after so many half-lives; between whole ones on a straight line, since the exponential function is
// not the same to the last bit everywhere.
double left_after(double half_lives);

}  // namespace proactive::simulation
