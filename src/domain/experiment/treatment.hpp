#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/experiment/experiment.hpp"
#include "domain/gate/rules.hpp"
#include "domain/message/wording.hpp"
#include "domain/settings/settings.hpp"

namespace proactive {

// One experiment that a user is in, and their variant: places in the list of the experiments and in its variants.
struct Enrolment {
  std::size_t experiment = 0;
  std::size_t variant = 0;

  auto operator<=>(Enrolment const&) const = default;
};

// How some users are written to: the settings, with those of their variants in their stead.
struct Treatment {
  Settings settings;
  GateRules rules;
  Wording wording;
};

// Who is treated how: experiments that run, and who is left alone. Not for several threads.
class Treatments {
 public:
  // `type_scores`: what a bandit has learned of types.
  Treatments(Settings of_all, std::vector<Experiment> running, ArmScores type_scores = {});

  // Left alone for as long as holdout_percent stays, so that what outreach does can be told. They are in no experiment.
  [[nodiscard]] bool is_held_out(std::string_view user_id) const;

  [[nodiscard]] std::vector<Enrolment> enrolments(std::string_view user_id) const;

  Treatment const& of(std::string_view user_id);
  Treatment const& with(std::vector<Enrolment> const& enrolments);

  // All wordings that a user may get: that of all first, and those of the variants, each without other experiments'.
  [[nodiscard]] std::vector<Wording> wordings();

  [[nodiscard]] std::vector<Experiment> const& experiments() const { return running_; }

  // What of the variants' settings is not allowed, and so not applied: each a sentence that names its experiment.
  [[nodiscard]] std::vector<std::string> const& problems() const { return problems_; }

 private:
  std::vector<Experiment> running_;
  int holdout_percent_;
  ArmScores type_scores_;
  std::map<std::vector<Enrolment>, Treatment> treatments_;
  std::vector<std::string> problems_;
};

// The rules by which each user's pairs are judged: those of all, or those of their treatment.
class RulesOf {
 public:
  RulesOf(GateRules const& of_all) : of_all_(&of_all) {}         // NOLINT(google-explicit-constructor)
  RulesOf(Treatments& treatments) : treatments_(&treatments) {}  // NOLINT(google-explicit-constructor)

  GateRules const& operator()(std::string_view user_id) const {
    return treatments_ != nullptr ? treatments_->of(user_id).rules : *of_all_;
  }
  // nullptr: everybody is treated alike.
  [[nodiscard]] Treatments* treatments() const { return treatments_; }

 private:
  GateRules const* of_all_ = nullptr;
  Treatments* treatments_ = nullptr;
};

}  // namespace proactive
