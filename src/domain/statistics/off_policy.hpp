#pragma once

#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "domain/statistics/interval.hpp"

// What another policy would have been worth on choices that were made, and logged, at random with known propensities:
// before anybody is treated by it.
namespace proactive::statistics {

// What a model says, in the reward's unit. It must not have been fitted to the reward of this very choice.
struct RewardPrediction {
  double of_logged = 0;  // the reward of the action that was chosen
  double of_target = 0;  // what the other policy expects here: the sum over actions of its propensity * the prediction
};

// One choice, of one action among several.
struct LoggedChoice {
  std::string user;              // whose it was: choices of one user are not independent of each other
  double logged_propensity = 0;  // 0 to 1: the probability with which the log chose its action here
  double target_propensity = 0;  // 0 to 1: with which the other policy would have chosen the same action
  double reward = 0;             // what came of it, in any unit
  double unsupported = 0;        // 0 to 1: of unsupported_share
  std::optional<RewardPrediction> prediction = {};
};

// The probability that the other policy gives to actions which the log could not choose at this choice: of which its
// propensity is 0, or which it did not know. Propensities by action, in the same order; logged may be the shorter list.
double unsupported_share(std::vector<double> const& logged, std::vector<double> const& target);

struct PolicyValue {
  double value = 0;           // the mean reward of a choice under the other policy, in the reward's unit
  double standard_error = 0;  // in the same unit, by users
  Interval interval;          // two-sided
};

struct OffPolicyValues {
  long choices = 0;
  long users = 0;
  PolicyValue ipw;                // unbiased where nothing is clipped, and wild where weights are large
  PolicyValue snipw;              // steadier; take this one where there is no prediction
  std::optional<PolicyValue> dr;  // where all choices have a prediction: right if propensities or predictions are
  double effective_choices = 0;   // 1 to choices: so many choices by the other policy itself would tell as much
  double mean_weight = 0;         // about 1 if propensities are what they say and nothing is clipped
  double clipped_share = 0;  // 0 to 1, of the choices; clipping makes values steadier, and too low for rewards >= 0
};

// Why there is no value.
enum class OffPolicyRefusal {
  invalid_choice,   // a propensity outside of its range, or a number that is not finite
  missing_support,  // the other policy chooses what the log never could: nothing is known of it, so nothing is told
  too_few_users,    // fewer than two
  no_overlap,       // the other policy would never have chosen what was chosen
};

// One of the two. Values and their sources, with w = target_propensity / logged_propensity, at most `most_weight`:
//   IPW    mean of w * reward (Horvitz and Thompson 1952, "A generalization of sampling without replacement")
//   SNIPW  sum of w * reward / sum of w (Hajek 1971; Swaminathan and Joachims 2015, "The self-normalized estimator for
//          counterfactual learning"), its error by the delta method
//   DR     mean of of_target + w * (reward - of_logged) (Dudik, Langford and Li 2011, "Doubly robust policy evaluation
//          and learning")
//   effective choices: (sum of w)^2 / sum of w^2 (Kish 1965, "Survey sampling")
//   clipping: Ionides 2008, "Truncated importance sampling"
// Errors are clustered by user, and intervals are t's with users - 1 degrees of freedom (Cameron and Miller 2015, "A
// practitioner's guide to cluster-robust inference"): trust them from some dozens of users on.
// level: of the intervals, between 0 and 1, or they are NaN. most_weight: above 0; infinity: nothing is clipped.
std::variant<OffPolicyValues, OffPolicyRefusal> evaluate_off_policy(
    std::vector<LoggedChoice> const& choices, double level,
    double most_weight = std::numeric_limits<double>::infinity());

}  // namespace proactive::statistics
