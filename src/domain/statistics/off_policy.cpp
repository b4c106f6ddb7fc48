#include "domain/statistics/off_policy.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>

#include "domain/statistics/distributions.hpp"

namespace proactive::statistics {

namespace {

bool is_probability(double value) { return value >= 0 && value <= 1; }

bool is_valid(LoggedChoice const& choice) {
  bool const is_predicted = !choice.prediction || (std::isfinite(choice.prediction->of_logged) &&
                                                   std::isfinite(choice.prediction->of_target));
  // An action that the log could not choose is no choice of it, unless the other policy is the one to blame.
  bool const was_possible = choice.logged_propensity > 0 || choice.target_propensity > 0;
  return is_probability(choice.logged_propensity) && is_probability(choice.target_propensity) &&
         is_probability(choice.unsupported) && std::isfinite(choice.reward) && is_predicted && was_possible;
}

bool has_support(LoggedChoice const& choice) { return choice.logged_propensity > 0 && choice.unsupported <= 0; }

// The number of each choice's user, from 0.
struct Clusters {
  std::vector<std::size_t> of_choice;
  std::size_t count = 0;
};

Clusters clusters_of(std::vector<LoggedChoice> const& choices) {
  std::unordered_map<std::string_view, std::size_t> numbers;
  Clusters clusters;
  clusters.of_choice.reserve(choices.size());
  for (auto const& choice : choices)
    clusters.of_choice.push_back(numbers.try_emplace(choice.user, numbers.size()).first->second);
  clusters.count = numbers.size();
  return clusters;
}

double mean_of(std::vector<double> const& values) {
  double sum = 0;
  for (auto const value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// `influences`: what each choice adds to the value, which is their mean but for SNIPW's.
PolicyValue value_of(double value, std::vector<double> const& influences, Clusters const& clusters, double level) {
  auto const center = mean_of(influences);
  std::vector<double> sums(clusters.count);
  for (std::size_t i = 0; i < influences.size(); ++i) sums[clusters.of_choice[i]] += influences[i] - center;
  double squares = 0;
  for (auto const sum : sums) squares += sum * sum;
  auto const users = static_cast<double>(clusters.count);
  auto const error = std::sqrt(squares * users / (users - 1)) / static_cast<double>(influences.size());
  auto const margin = student_quantile((1 + level) / 2, users - 1) * error;
  return {value, error, {value - margin, value + margin}};
}

std::vector<double> weights_of(std::vector<LoggedChoice> const& choices, double most) {
  std::vector<double> weights;
  weights.reserve(choices.size());
  for (auto const& choice : choices)
    weights.push_back(std::min(most, choice.target_propensity / choice.logged_propensity));
  return weights;
}

PolicyValue ipw_of(std::vector<LoggedChoice> const& choices, std::vector<double> const& weights,
                   Clusters const& clusters, double level) {
  std::vector<double> influences(weights);
  for (std::size_t i = 0; i < choices.size(); ++i) influences[i] *= choices[i].reward;
  return value_of(mean_of(influences), influences, clusters, level);
}

PolicyValue snipw_of(std::vector<LoggedChoice> const& choices, std::vector<double> const& weights,
                     Clusters const& clusters, double level) {
  double rewards = 0;
  for (std::size_t i = 0; i < choices.size(); ++i) rewards += weights[i] * choices[i].reward;
  auto const mean_weight = mean_of(weights);
  auto const value = rewards / static_cast<double>(choices.size()) / mean_weight;
  std::vector<double> influences(weights);
  for (std::size_t i = 0; i < choices.size(); ++i) influences[i] *= (choices[i].reward - value) / mean_weight;
  return value_of(value, influences, clusters, level);
}

std::optional<PolicyValue> dr_of(std::vector<LoggedChoice> const& choices, std::vector<double> const& weights,
                                 Clusters const& clusters, double level) {
  std::vector<double> influences(weights);
  for (std::size_t i = 0; i < choices.size(); ++i) {
    auto const& prediction = choices[i].prediction;
    if (!prediction) return std::nullopt;
    influences[i] = prediction->of_target + weights[i] * (choices[i].reward - prediction->of_logged);
  }
  return value_of(mean_of(influences), influences, clusters, level);
}

double effective_choices_of(std::vector<double> const& weights) {
  double sum = 0;
  double squares = 0;
  for (auto const weight : weights) {
    sum += weight;
    squares += weight * weight;
  }
  return sum * sum / squares;
}

double clipped_share_of(std::vector<LoggedChoice> const& choices, double most) {
  auto const clipped = std::count_if(choices.begin(), choices.end(), [&](auto const& choice) {
    return choice.target_propensity / choice.logged_propensity > most;
  });
  return static_cast<double>(clipped) / static_cast<double>(choices.size());
}

}  // namespace

double unsupported_share(std::vector<double> const& logged, std::vector<double> const& target) {
  double share = 0;
  for (std::size_t i = 0; i < target.size(); ++i) share += i < logged.size() && logged[i] > 0 ? 0 : target[i];
  return share;
}

std::variant<OffPolicyValues, OffPolicyRefusal> evaluate_off_policy(std::vector<LoggedChoice> const& choices,
                                                                    double level, double most_weight) {
  if (!std::all_of(choices.begin(), choices.end(), is_valid)) return OffPolicyRefusal::invalid_choice;
  if (!std::all_of(choices.begin(), choices.end(), has_support)) return OffPolicyRefusal::missing_support;
  auto const clusters = clusters_of(choices);
  if (clusters.count < 2) return OffPolicyRefusal::too_few_users;
  auto const weights = weights_of(choices, most_weight);
  auto const mean_weight = mean_of(weights);
  if (!(mean_weight > 0)) return OffPolicyRefusal::no_overlap;

  OffPolicyValues values;
  values.choices = static_cast<long>(choices.size());
  values.users = static_cast<long>(clusters.count);
  values.ipw = ipw_of(choices, weights, clusters, level);
  values.snipw = snipw_of(choices, weights, clusters, level);
  values.dr = dr_of(choices, weights, clusters, level);
  values.effective_choices = effective_choices_of(weights);
  values.mean_weight = mean_weight;
  values.clipped_share = clipped_share_of(choices, most_weight);
  return values;
}

}  // namespace proactive::statistics
