#include "domain/bandit/bandit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "domain/statistics/race.hpp"

namespace proactive {

namespace {

constexpr double prior_messages = 50;
constexpr double temperature = 0.02;
constexpr double recency_penalty = 0.017;
constexpr double recovery_days = 15;
constexpr double least_share = 0.02;

void normalize(std::vector<double>& shares) {
  auto const sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (auto& share : shares) share /= sum;
}

double penalty_of(EligibleArm const& arm) {
  return arm.days_since_last ? recency_penalty * std::exp2(-*arm.days_since_last / recovery_days) : 0;
}

// Kish: so many messages by the arm's own choice would tell as much.
double effective_messages(ArmRecord const& record) {
  return record.squared_weight > 0 ? record.weight * record.weight / record.squared_weight : 0;
}

std::map<long, double> by_arm(std::vector<EligibleArm> const& arms, std::vector<double> const& shares) {
  std::map<long, double> of_arm;
  for (std::size_t i = 0; i < arms.size(); ++i) of_arm[arms[i].id] = shares[i];
  return of_arm;
}

std::size_t first_arrival(std::vector<EligibleArm> const& arms, std::vector<double> const& shares,
                          std::function<double(long)> const& draw) {
  std::size_t chosen = 0;
  double first = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < arms.size(); ++i) {
    auto const arrival = statistics::arrival(draw(arms[i].id), shares[i]);
    if (arrival >= first) continue;
    first = arrival;
    chosen = i;
  }
  return chosen;
}

}  // namespace

double ArmScores::of(long arm) const {
  auto const found = of_arm.find(arm);
  return found == of_arm.end() ? of_pool : found->second;
}

ArmScores arm_scores(std::map<long, ArmRecord> const& records) {
  ArmScores scores;
  double weight = 0;
  double weighted_reward = 0;
  for (auto const& [arm, record] : records) {
    weight += record.weight;
    weighted_reward += record.weighted_reward;
  }
  if (weight <= 0) return scores;
  scores.of_pool = weighted_reward / weight;
  for (auto const& [arm, record] : records) {
    if (record.weight <= 0) continue;
    auto const messages = effective_messages(record);
    auto const mean = record.weighted_reward / record.weight;
    scores.of_arm[arm] = (messages * mean + prior_messages * scores.of_pool) / (messages + prior_messages);
  }
  return scores;
}

std::vector<double> weight_propensities(std::vector<EligibleArm> const& arms) {
  std::vector<double> shares;
  shares.reserve(arms.size());
  for (auto const& arm : arms) shares.push_back(arm.weight);
  normalize(shares);
  return shares;
}

std::vector<double> bandit_propensities(std::vector<EligibleArm> const& arms, ArmScores const& scores) {
  if (arms.empty()) return {};
  std::vector<double> logits;
  logits.reserve(arms.size());
  for (auto const& arm : arms)
    logits.push_back(std::log(arm.weight) + (scores.of(arm.id) - penalty_of(arm)) / temperature);
  auto const largest = *std::max_element(logits.begin(), logits.end());
  std::vector<double> shares;
  shares.reserve(arms.size());
  for (auto const logit : logits) shares.push_back(std::exp(logit - largest));
  normalize(shares);
  auto const is_awake = [](EligibleArm const& arm) { return arm.weight > 0; };
  auto const count = static_cast<double>(std::count_if(arms.begin(), arms.end(), is_awake));
  auto const floor = std::min(least_share, 0.5 / count);
  for (std::size_t i = 0; i < arms.size(); ++i) {
    if (is_awake(arms[i])) shares[i] = floor + (1 - count * floor) * shares[i];
  }
  return shares;
}

std::pair<ArmChoice, std::size_t> choose_arm(std::vector<EligibleArm> const& arms, std::vector<double> const& usual,
                                             ArmScores const& scores, BanditMode mode,
                                             std::function<double(long)> const& draw) {
  auto const learned = mode == BanditMode::off ? std::vector<double>{} : bandit_propensities(arms, scores);
  auto const& shares = mode == BanditMode::on ? learned : usual;
  auto const chosen = first_arrival(arms, shares, draw);
  ArmChoice choice{arms[chosen].id, by_arm(arms, shares)};
  if (mode == BanditMode::shadow) choice.in_shadow = by_arm(arms, learned);
  return {std::move(choice), chosen};
}

}  // namespace proactive
