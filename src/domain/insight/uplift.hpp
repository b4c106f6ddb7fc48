#pragma once

#include <optional>
#include <string>

#include "domain/statistics/confidence_sequence.hpp"
#include "domain/statistics/cuped.hpp"
#include "domain/statistics/welch.hpp"

// What outreach does to users, against those who are held out: a rate of answers tells nothing of it, since who answers
// may have written anyway.
namespace proactive {

// A metric of users who got messages, and of users who would have: y, with a covariate from before their first one, x.
struct Arms {
  statistics::BivariateSummary told;
  statistics::BivariateSummary held_out;
};

struct Uplift {
  statistics::Summary told;
  statistics::Summary held_out;
  double variance_reduction = 0;  // 0 to 1, by the covariate
  // Both with the covariate's part taken out (cuped.hpp), at 95 %. Right for one look, at a time that was planned:
  std::optional<statistics::WelchDifference> fixed = {};
  // And however often one looks, for as long as the period only grows:
  std::optional<statistics::AnytimeDifference> anytime = {};
};

// Nothing of the difference below 20 users in an arm.
Uplift uplift_of(Arms const& arms);

// Why a metric of users who are there again cannot be compared, as a sentence; empty: it can.
struct Comparability {
  bool tells_answers = false;  // whether the app's adapter does
  int holdout_percent = 0;
};
std::string obstacle_to_uplift(Comparability const& facts, Arms const& returned);

}  // namespace proactive
