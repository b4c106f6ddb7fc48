#include "domain/experiment/report.hpp"

#include <algorithm>
#include <cmath>

#include "domain/experiment/variation.hpp"
#include "domain/statistics/cuped.hpp"
#include "domain/statistics/holm.hpp"
#include "domain/statistics/ratio.hpp"
#include "domain/statistics/sample_size.hpp"

namespace proactive {

namespace {

using statistics::Alternative;
using statistics::BivariateSummary;
using statistics::Summary;

constexpr double goal_level = 0.95;
constexpr double guardrail_level = 0.99;

BivariateSummary summary_of(VariantTally const& tally, Metric metric, Window window) {
  auto const found = tally.moments.find({metric, window});
  return found == tally.moments.end() ? BivariateSummary{} : found->second.summary();
}

// What is compared: of two arms at least two users each, or nothing.
struct Arms {
  Summary treatment;
  Summary control;
  double variance_reduction = 0;
};

Summary plain(BivariateSummary const& users) { return {users.users, users.mean_y, users.variance_y}; }

std::optional<Arms> arms_of(MetricSpec const& spec, BivariateSummary const& treatment,
                            BivariateSummary const& control) {
  if (spec.is_ratio) {
    auto const ratio_treatment = statistics::ratio(treatment);
    auto const ratio_control = statistics::ratio(control);
    if (!ratio_treatment || !ratio_control) return std::nullopt;
    return Arms{*ratio_treatment, *ratio_control};
  }
  if (!spec.is_adjusted) return Arms{plain(treatment), plain(control)};
  auto const adjusted = statistics::cuped({treatment, control});
  if (!adjusted) return std::nullopt;
  return Arms{adjusted->arms[0], adjusted->arms[1], adjusted->variance_reduction};
}

// Of both arms, of all that are planned.
long planned_users(Experiment const& experiment, Variant const& variant) {
  long all = 0;
  for (auto const& one : experiment.variants) all += one.weight;
  auto const both = experiment.variants.front().weight + variant.weight;
  return std::max(1L, experiment.planned_users * both / std::max(1L, all));
}

MetricResult compare(MetricSpec const& spec, Window window, Variant const& variant, VariantTally const& treatment,
                     VariantTally const& control, long planned) {
  auto const of_treatment = summary_of(treatment, spec.metric, window);
  auto const of_control = summary_of(control, spec.metric, window);
  MetricResult result{spec.metric, window, variant.name, of_treatment.users, of_control.users};
  auto const arms = arms_of(spec, of_treatment, of_control);
  if (!arms) return result;
  result.mean = arms->treatment.mean;
  result.control_mean = arms->control.mean;
  result.variance_reduction = arms->variance_reduction;
  bool const is_goal = spec.role == MetricRole::goal;
  auto const level = is_goal ? goal_level : guardrail_level;
  result.fixed = statistics::welch(arms->treatment, arms->control, level);
  statistics::ConfidenceSequence const sequence(level, planned,
                                                is_goal ? Alternative::two_sided : Alternative::greater);
  result.anytime = sequence.at(arms->treatment, arms->control);
  return result;
}

bool decides(MetricResult const& result) {
  auto const& spec = spec_of(result.metric);
  return spec.role == MetricRole::goal && result.window == spec.windows.front();
}

template <typename Test>
void adjust(std::vector<MetricResult>& results, std::optional<Test> MetricResult::*test,
            std::optional<double> MetricResult::*adjusted) {
  std::vector<MetricResult*> tested;
  std::vector<double> p_values;
  for (auto& result : results) {
    if (!decides(result) || !(result.*test)) continue;
    tested.push_back(&result);
    p_values.push_back((result.*test)->p_value);
  }
  auto const holm = statistics::holm_adjusted(p_values);
  for (std::size_t i = 0; i < tested.size(); ++i) tested[i]->*adjusted = holm[i];
}

Verdict verdict_of(MetricResult const& result, bool is_too_early) {
  if (!result.anytime) return Verdict::undecided;
  if (spec_of(result.metric).role == MetricRole::guardrail)
    return result.anytime->p_value < 1 - guardrail_level ? Verdict::harmed : Verdict::undecided;
  if (is_too_early) return Verdict::inconclusive;
  auto const p_value = result.anytime_p.value_or(result.anytime->p_value);
  if (p_value >= 1 - goal_level) return Verdict::undecided;
  return result.anytime->estimate > 0 ? Verdict::better : Verdict::worse;
}

std::vector<MetricResult> compare_all(Experiment const& experiment, std::vector<VariantTally> const& tallies) {
  std::vector<MetricResult> results;
  for (auto const& spec : metric_specs()) {
    for (auto const window : spec.windows) {
      for (std::size_t i = 1; i < experiment.variants.size(); ++i) {
        auto const& variant = experiment.variants[i];
        results.push_back(
            compare(spec, window, variant, tallies[i], tallies.front(), planned_users(experiment, variant)));
      }
    }
  }
  adjust(results, &MetricResult::fixed, &MetricResult::fixed_p);
  adjust(results, &MetricResult::anytime, &MetricResult::anytime_p);
  return results;
}

std::optional<Instant> too_early_until(Experiment const& experiment, Instant as_of) {
  if (!experiment.started_at || !is_about_volume(experiment)) return std::nullopt;
  auto const until = *experiment.started_at + volume_period;
  return as_of < until ? std::optional{until} : std::nullopt;
}

}  // namespace

void add_user(VariantTally& tally, UserHistory const& user, Instant as_of) {
  ++tally.exposed;
  for (auto const& spec : metric_specs()) {
    for (auto const window : spec.windows) {
      if (auto const seen = observe(spec.metric, window, user, as_of))
        tally.moments[{spec.metric, window}].add(seen->beside, seen->value);
    }
  }
}

ExperimentReport report_of(Experiment const& experiment, std::vector<VariantTally> const& tallies, Instant as_of) {
  ExperimentReport report;
  std::vector<double> weights;
  for (std::size_t i = 0; i < tallies.size(); ++i) {
    report.exposed.push_back(tallies[i].exposed);
    weights.push_back(experiment.variants[i].weight);
  }
  report.sample_ratio = statistics::sample_ratio(report.exposed, weights);
  report.is_withheld = report.sample_ratio && report.sample_ratio->mismatch;
  report.inconclusive_until = too_early_until(experiment, as_of);
  if (report.is_withheld) return report;
  report.results = compare_all(experiment, tallies);
  for (auto& result : report.results) result.verdict = verdict_of(result, report.inconclusive_until.has_value());
  return report;
}

std::map<std::string, std::vector<Metric>> harmed_by(ExperimentReport const& report) {
  std::map<std::string, std::vector<Metric>> harmed;
  for (auto const& result : report.results) {
    if (result.verdict == Verdict::harmed) harmed[result.variant].push_back(result.metric);
  }
  return harmed;
}

std::vector<PlannedGoal> plan_goals(VariantTally const& past, double effect, double power) {
  // How many more users find the effect where it is looked for every day (see sample_size.hpp).
  constexpr double of_daily_looks = 1.9;
  std::vector<PlannedGoal> goals;
  for (auto const& spec : metric_specs()) {
    if (spec.role != MetricRole::goal) continue;
    auto& goal = goals.emplace_back(PlannedGoal{spec.metric});
    auto const of_past = summary_of(past, spec.metric, spec.windows.front());
    auto const arms = arms_of(spec, of_past, of_past);
    if (!arms) continue;
    goal.mean = arms->control.mean;
    goal.effect = goal.mean * effect;
    goal.variance_reduction = arms->variance_reduction;
    auto const users = statistics::users_needed({goal_level, power, 0.5}, goal.effect, arms->control.variance);
    if (!users) continue;
    goal.for_one_look = users->treatment + users->control;
    goal.for_every_day = static_cast<long>(std::ceil(of_daily_looks * static_cast<double>(*goal.for_one_look)));
  }
  return goals;
}

bool is_about_volume(Experiment const& experiment) {
  return std::any_of(experiment.variants.begin(), experiment.variants.end(), [](Variant const& variant) {
    return std::any_of(variant.settings.begin(), variant.settings.end(),
                       [](auto const& setting) { return changes_volume(setting.first); });
  });
}

}  // namespace proactive
