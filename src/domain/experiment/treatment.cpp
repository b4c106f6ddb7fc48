#include "domain/experiment/treatment.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "domain/experiment/holdout.hpp"
#include "domain/experiment/variation.hpp"

namespace proactive {

namespace {

Treatment treatment_of(Settings settings, ArmScores const& type_scores) {
  auto rules = gate_rules(settings);
  rules.type_scores = type_scores;
  auto wording = wording_of(settings);
  return {std::move(settings), std::move(rules), std::move(wording)};
}

}  // namespace

Treatments::Treatments(Settings of_all, std::vector<Experiment> running, ArmScores type_scores)
    : running_(std::move(running)),
      holdout_percent_(of_all.experiment.holdout_percent),
      type_scores_(std::move(type_scores)) {
  for (auto const& experiment : running_) {
    for (auto const& variant : experiment.variants) {
      for (auto const& problem : with_values(of_all, variant.settings).problems) {
        problems_.push_back(fmt::format("experiment {}, variant {}: {}", experiment.name, variant.name, problem));
      }
    }
  }
  treatments_.emplace(std::vector<Enrolment>{}, treatment_of(std::move(of_all), type_scores_));
}

bool Treatments::is_held_out(std::string_view user_id) const {
  return proactive::is_held_out(user_id, holdout_percent_);
}

std::vector<Enrolment> Treatments::enrolments(std::string_view user_id) const {
  std::vector<Enrolment> enrolled;
  if (running_.empty() || is_held_out(user_id)) return enrolled;
  for (std::size_t i = 0; i < running_.size(); ++i) {
    if (auto const variant = variant_of(running_[i], user_id)) enrolled.push_back({i, *variant});
  }
  return enrolled;
}

Treatment const& Treatments::of(std::string_view user_id) { return with(enrolments(user_id)); }

Treatment const& Treatments::with(std::vector<Enrolment> const& enrolments) {
  auto const found = treatments_.find(enrolments);
  if (found != treatments_.end()) return found->second;
  auto settings = treatments_.at({}).settings;
  for (auto const& enrolment : enrolments) {
    auto const& variant = running_[enrolment.experiment].variants[enrolment.variant];
    if (!variant.stopped) settings = with_values(settings, variant.settings).settings;
  }
  return treatments_.emplace(enrolments, treatment_of(std::move(settings), type_scores_)).first->second;
}

std::vector<Wording> Treatments::wordings() {
  std::vector<Wording> wordings{with({}).wording};
  for (std::size_t experiment = 0; experiment < running_.size(); ++experiment) {
    for (std::size_t variant = 0; variant < running_[experiment].variants.size(); ++variant) {
      auto const& wording = with({{experiment, variant}}).wording;
      if (std::find(wordings.begin(), wordings.end(), wording) == wordings.end()) wordings.push_back(wording);
    }
  }
  return wordings;
}

}  // namespace proactive
