#include "domain/insight/uplift.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace proactive {

namespace {

constexpr double level = 0.95;
// Where the interval of all looks is tightest; another number would cost width, not truth.
constexpr long planned_users = 10'000;

statistics::Summary as_it_is(statistics::BivariateSummary const& arm) {
  return {arm.users, arm.mean_y, arm.variance_y};
}

// The app does not tell of those who are held out, or one of so many would have come back anyway.
bool is_untold(Arms const& returned) {
  constexpr double surely_some = 10;
  return returned.held_out.mean_y <= 0 &&
         returned.told.mean_y * static_cast<double>(returned.held_out.users) >= surely_some;
}

}  // namespace

Uplift uplift_of(Arms const& arms) {
  Uplift uplift{as_it_is(arms.told), as_it_is(arms.held_out)};
  if (std::min(arms.told.users, arms.held_out.users) < statistics::ConfidenceSequence::fewest_users) return uplift;
  auto const adjusted = statistics::cuped({arms.told, arms.held_out});
  if (!adjusted) return uplift;
  uplift.variance_reduction = adjusted->variance_reduction;
  uplift.fixed = statistics::welch(adjusted->arms[0], adjusted->arms[1], level);
  uplift.anytime = statistics::ConfidenceSequence(level, planned_users).at(adjusted->arms[0], adjusted->arms[1]);
  return uplift;
}

std::string obstacle_to_uplift(Comparability const& facts, Arms const& returned) {
  constexpr auto fewest = statistics::ConfidenceSequence::fewest_users;
  if (!facts.tells_answers) return "cannot be measured: the adapter has no app_answers, which tells who wrote again";
  if (facts.holdout_percent == 0) {
    return "cannot be measured: holdout_percent is 0, so nobody is left alone to compare with; set it to 5, for "
           "instance";
  }
  if (std::min(returned.told.users, returned.held_out.users) < fewest) {
    return fmt::format(
        "cannot be measured yet: it takes {} users on each side whose seven days are over, and there are {} who got "
        "messages and {} who are held out",
        fewest, returned.told.users, returned.held_out.users);
  }
  if (is_untold(returned)) {
    return fmt::format(
        "cannot be measured: of {} users who are held out nobody has written again, as if app_answers told nothing "
        "where messages are NULL; let it tell the first message after since",
        returned.held_out.users);
  }
  return {};
}

}  // namespace proactive
