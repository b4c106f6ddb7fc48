#include "domain/experiment/treatment.hpp"

#include <fmt/core.h>

#include <utility>

#include "domain/experiment/holdout.hpp"
#include "domain/experiment/variation.hpp"

namespace proactive {

Treatments::Treatments(Settings of_all, std::vector<Experiment> running)
    : running_(std::move(running)), holdout_percent_(of_all.experiment.holdout_percent) {
  for (auto const& experiment : running_) {
    for (auto const& variant : experiment.variants) {
      for (auto const& problem : with_values(of_all, variant.settings).problems) {
        problems_.push_back(fmt::format("experiment {}, variant {}: {}", experiment.name, variant.name, problem));
      }
    }
  }
  auto rules = gate_rules(of_all);
  treatments_.emplace(std::vector<Enrolment>{}, Treatment{std::move(of_all), std::move(rules)});
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
  auto rules = gate_rules(settings);
  return treatments_.emplace(enrolments, Treatment{std::move(settings), std::move(rules)}).first->second;
}

}  // namespace proactive
