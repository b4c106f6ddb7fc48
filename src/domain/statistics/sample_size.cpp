#include "domain/statistics/sample_size.hpp"

#include <cmath>

#include "domain/statistics/distributions.hpp"

namespace proactive::statistics {

namespace {

constexpr double most_users = 1e15;

bool is_valid(TestPlan const& plan) {
  return plan.level > 0 && plan.level < 1 && plan.power >= 0.5 && plan.power < 1 && plan.treatment_share > 0 &&
         plan.treatment_share < 1;
}

// How many standard errors the effect has to be away from 0.
double distance_of(TestPlan const& plan) { return normal_quantile((1 + plan.level) / 2) + normal_quantile(plan.power); }

double variance_of_share(double share) { return share * (1 - share); }

// With the variances of the arms.
std::optional<PlannedUsers> needed(TestPlan const& plan, double effect, double treatment, double control) {
  auto const share = plan.treatment_share;
  auto const distance = distance_of(plan) / effect;
  auto const users = distance * distance * (treatment / share + control / (1 - share));
  if (!(users > 0 && users < most_users)) return std::nullopt;
  return PlannedUsers{std::lround(std::ceil(users * share)), std::lround(std::ceil(users * (1 - share)))};
}

bool are_valid(TestPlan const& plan, long users) { return is_valid(plan) && users >= 4; }

}  // namespace

std::optional<PlannedUsers> users_needed(TestPlan const& plan, double effect, double variance) {
  if (!is_valid(plan)) return std::nullopt;
  return needed(plan, effect, variance, variance);
}

std::optional<double> detectable_effect(TestPlan const& plan, long users, double variance) {
  if (!are_valid(plan, users) || !(variance > 0 && std::isfinite(variance))) return std::nullopt;
  return distance_of(plan) *
         std::sqrt(variance / (static_cast<double>(users) * variance_of_share(plan.treatment_share)));
}

std::optional<PlannedUsers> users_needed_for_share(TestPlan const& plan, double baseline, double effect) {
  auto const changed = baseline + effect;
  if (!is_valid(plan) || !(baseline >= 0 && baseline <= 1 && changed >= 0 && changed <= 1)) return std::nullopt;
  return needed(plan, effect, variance_of_share(changed), variance_of_share(baseline));
}

std::optional<double> detectable_effect_on_share(TestPlan const& plan, long users, double baseline) {
  if (!are_valid(plan, users) || !(baseline >= 0 && baseline < 1)) return std::nullopt;
  // effect^2 = distance^2 * (variance_of_share(baseline + effect) / treated + variance_of_share(baseline) / others),
  // solved for the effect.
  auto const distance = distance_of(plan);
  auto const treated = static_cast<double>(users) * plan.treatment_share;
  auto const others = static_cast<double>(users) - treated;
  auto const square = 1 + distance * distance / treated;
  auto const linear = distance * distance * (1 - 2 * baseline) / treated;
  auto const constant = distance * distance * variance_of_share(baseline) * (1 / treated + 1 / others);
  auto const effect = (linear + std::sqrt(linear * linear + 4 * square * constant)) / (2 * square);
  if (!(effect > 0 && baseline + effect <= 1)) return std::nullopt;
  return effect;
}

}  // namespace proactive::statistics
