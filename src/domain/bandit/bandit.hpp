#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "domain/settings/groups.hpp"
#include "domain/types.hpp"

// Which of several arms is taken, learned from what came of those that were: a recovering difference softmax
// (Yancey and Settles 2020, "A sleeping, recovering bandit algorithm for optimizing recurring notifications", whose
// penalty and half-life of it these are). Arms that are not eligible sleep; what a user got lately recovers.
namespace proactive {

// What came of one arm's messages: each counts by 1 / propensity, which takes out how often it was chosen, and half as
// much after each 28 days. Reward: 1 where the user answered in time, less 5 where they opted out or muted somebody
// within 24 hours.
struct ArmRecord {
  double weight = 0;           // sum of the weights, 0 or more
  double weighted_reward = 0;  // sum of weight * reward
  double squared_weight = 0;   // sum of the weights' squares
};
inline constexpr double negative_reward = -5;
inline constexpr std::chrono::days record_half_life{28};

// What a message of each arm is worth: their own mean, by so many messages as its weights amount to, and the pool's
// mean by 50. An arm of the pool without a record is worth the pool's mean.
struct ArmScores {
  std::map<long, double> of_arm;
  double of_pool = 0;
  [[nodiscard]] double of(long arm) const;
};
ArmScores arm_scores(std::map<long, ArmRecord> const& records);

// Of each type's templates.
using TemplateScores = std::map<EngagementType, ArmScores>;

// An arm that may be chosen now.
struct EligibleArm {
  long id = 0;
  double weight = 1;                           // 0 or more: by what its maker and the rules say; 0: it sleeps
  std::optional<double> days_since_last = {};  // that this user got it; nullopt: not in the last 60 days
};

// The probabilities of the arms, in their order: of their weights alone, and with what was learned: weight *
// exp((score - penalty) / 0.02), penalty = 0.017 * 0.5^(days / 15), and never below 2 % (or half of an even share,
// where there are more than 25 arms), so that all are tried that weigh anything. One of them does.
std::vector<double> weight_propensities(std::vector<EligibleArm> const& arms);
std::vector<double> bandit_propensities(std::vector<EligibleArm> const& arms, ArmScores const& scores);

// What was chosen among what, with the probability of each (choices.hpp).
struct ArmChoice {
  long chosen = 0;
  std::map<long, double> propensities;
  std::optional<std::map<long, double>> in_shadow = {};  // what the bandit would have, where it did not choose
  bool is_test = true;                                   // false: nothing is learned from what comes of it

  bool operator==(ArmChoice const&) const = default;
};

// The arm that is taken, and its place among the arms, of which there is one at least. `usual`: with which
// probabilities it is taken unless the mode is on. `draw`: of an arm's id, from (0, 1], independent of the others.
std::pair<ArmChoice, std::size_t> choose_arm(std::vector<EligibleArm> const& arms, std::vector<double> const& usual,
                                             ArmScores const& scores, BanditMode mode,
                                             std::function<double(long)> const& draw);

}  // namespace proactive
