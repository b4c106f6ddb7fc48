#pragma once

#include <string>

#include "app/session.hpp"
#include "domain/bandit/evaluation.hpp"

namespace proactive::app {

struct EvaluationOptions {
  std::string policy_file = {};  // empty: the bandit's choice, as it was noted in shadow
  std::string of = {};           // then: a word of ArmKind, whose choice; empty: among templates
  int days = 90;
  int most_weight = 20;
};

struct PolicyValueReport {
  ArmKind kind = ArmKind::message_template;
  PolicyEvaluation evaluation;
  bool is_cut = false;  // the newest choices alone
};
inline constexpr int most_choices = 200'000;

// Throws Error (usage) where nothing can be told, with why.
PolicyValueReport evaluate_policy_file(Invocation const& invocation, EvaluationOptions const& options);

}  // namespace proactive::app
