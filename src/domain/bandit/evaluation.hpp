#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/bandit/bandit.hpp"
#include "domain/bandit/choices.hpp"
#include "domain/statistics/off_policy.hpp"

// What another way of choosing would have been worth, by choices that were made at random and kept.
namespace proactive {

// One message of which the outcome is known.
struct LoggedArm {
  std::string user;
  ArmChoice choice;
  double reward = 0;  // 1 for an answer, less 5 for an objection
};

// How often each arm would be taken of those that are eligible, by weights, 0 or more, of which no sum is too large.
struct ArmPolicy {
  ArmKind kind = ArmKind::message_template;
  std::map<long, double> weights;
  double others = 0;  // of arms that are not named
};

// Reads {"weights":{"12":3,"13":1},"others":0}, of templates by their ids, or of types by their names. `problem`: what
// is wrong with it, as a sentence; empty: nothing.
ArmPolicy read_policy(std::string_view text, std::string& problem);

struct PolicyEvaluation {
  double logged_value = 0;             // the mean reward of what was done
  statistics::OffPolicyValues values;  // of the other policy; predictions are an arm's mean of other users
};

// Why there is none, as a sentence.
using EvaluationRefusal = std::string;

// `log`: choices among arms of this kind, which is the policy's too. `policy`: nullopt: the bandit's, as it was noted
// in shadow; choices that note none are left out. most_weight: above 0.
std::variant<PolicyEvaluation, EvaluationRefusal> evaluate_policy(std::vector<LoggedArm> const& log, ArmKind kind,
                                                                  std::optional<ArmPolicy> const& policy,
                                                                  double most_weight);

}  // namespace proactive
