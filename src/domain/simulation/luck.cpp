#include "domain/simulation/luck.hpp"

#include <algorithm>
#include <cstddef>

namespace proactive::simulation {

namespace {

constexpr std::uint64_t golden = 0x9e3779b97f4a7c15U;

// The finalizer of SplitMix64 (Steele, Lea and Flood 2014): each bit depends on all.
constexpr std::uint64_t mixed(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
  bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
  return bits ^ (bits >> 31U);
}

}  // namespace

Luck::Luck(std::uint64_t seed, std::uint64_t user) : key_(mixed(mixed(seed + golden) + (user + 1) * golden)) {}

double Luck::unit(Draw what, std::uint64_t occasion) const {
  constexpr double two_to_minus_53 = 0x1p-53;
  auto const place = mixed(key_ + static_cast<std::uint64_t>(what) * golden) + (occasion + 1) * golden;
  return static_cast<double>(mixed(place) >> 11U) * two_to_minus_53;
}

std::size_t pick(std::span<double const> shares, double unit) {
  double sum = 0;
  for (std::size_t place = 0; place + 1 < shares.size(); ++place) {
    sum += shares[place];
    if (unit < sum) return place;
  }
  return shares.size() - 1;
}

double between_quantiles(std::span<double const> quantiles, double unit) {
  auto const position = unit * static_cast<double>(quantiles.size() - 1);
  auto const below = std::min(static_cast<std::size_t>(position), quantiles.size() - 2);
  auto const part = position - static_cast<double>(below);
  return quantiles[below] + part * (quantiles[below + 1] - quantiles[below]);
}

double left_after(double half_lives) {
  constexpr double nothing_left = 64;
  if (half_lives >= nothing_left) return 0;
  double left = 1;
  for (; half_lives >= 1; half_lives -= 1) left /= 2;
  return left * (1 - half_lives / 2);
}

}  // namespace proactive::simulation
