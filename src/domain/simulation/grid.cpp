#include "domain/simulation/grid.hpp"

namespace proactive::simulation {

namespace {

constexpr std::array levels{Level::low, Level::middle, Level::high};

// Whether one's answers are a smaller part of the other's than in another cell. Products of whole numbers: no rounding.
bool is_worse(Tally const& arm, Tally const& other, Tally const& arm_there, Tally const& other_there) {
  return arm.answers * other_there.answers < arm_there.answers * other.answers;
}

}  // namespace

std::vector<Cell> all_cells() {
  std::vector<Cell> cells;
  cells.reserve(levels.size() * levels.size() * levels.size());
  for (auto const answer : levels) {
    for (auto const fatigue : levels) {
      for (auto const night : levels) cells.push_back({answer, fatigue, night});
    }
  }
  return cells;
}

Claims claims_of(Tally const& arm, Tally const& other) {
  return {arm.answers >= other.answers, 2 * arm.messages <= other.messages, arm.at_known_night() == 0};
}

Verdict verdict_of(std::vector<Cell> const& cells, Claimant claimant) {
  auto const arm_of = [&](Cell const& cell) -> Tally const& {
    return claimant == Claimant::first ? cell.first : cell.second;
  };
  auto const other_of = [&](Cell const& cell) -> Tally const& {
    return claimant == Claimant::first ? cell.second : cell.first;
  };
  Verdict verdict;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    auto const& cell = cells[i];
    auto const& worst = cells[verdict.worst];
    auto const claims = claims_of(arm_of(cell), other_of(cell));
    verdict.answers += claims.answers ? 1 : 0;
    verdict.messages += claims.messages ? 1 : 0;
    verdict.night += claims.night ? 1 : 0;
    verdict.all += claims.all() ? 1 : 0;
    if (!claims.all()) verdict.failing.push_back(i);
    ++verdict.of;
    if (is_worse(arm_of(cell), other_of(cell), arm_of(worst), other_of(worst))) verdict.worst = i;
  }
  return verdict;
}

}  // namespace proactive::simulation
