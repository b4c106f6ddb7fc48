#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "domain/simulation/model.hpp"
#include "domain/simulation/tally.hpp"

// What is claimed of two settings holds where it holds for whatever users may be like: at all levels of the figures
// that nobody knows.
namespace proactive::simulation {

// One of 27: a level on each axis, and what both arms come to there.
struct Cell {
  Level answer = Level::low;
  Level fatigue = Level::low;
  Level night = Level::low;
  Tally first = {};
  Tally second = {};
};
std::vector<Cell> all_cells();

// What is claimed of an arm against another.
struct Claims {
  bool answers = false;   // at least as many
  bool messages = false;  // at most half as many
  bool night = false;     // none at night, where it is known when that is

  [[nodiscard]] bool all() const { return answers && messages && night; }
};
Claims claims_of(Tally const& arm, Tally const& other);

// In how many cells they hold, where they do not all, and where the arm's answers are fewest against the other's.
struct Verdict {
  long answers = 0;
  long messages = 0;
  long night = 0;
  long all = 0;
  long of = 0;
  std::vector<std::size_t> failing;  // places among the cells
  std::size_t worst = 0;
};
enum class Claimant { first, second };
Verdict verdict_of(std::vector<Cell> const& cells, Claimant claimant);

}  // namespace proactive::simulation
