#include "domain/bandit/evaluation.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <charconv>
#include <cmath>
#include <set>

#include "base/text.hpp"
#include "domain/experiment/bucket.hpp"

namespace proactive {

namespace {

using Shares = std::map<long, double>;

constexpr double interval_level = 0.95;

std::optional<double> read_weight(Json const& value) {
  if (!value.is_number()) return std::nullopt;
  auto const weight = value.get<double>();
  return std::isfinite(weight) && weight >= 0 ? std::optional{weight} : std::nullopt;
}

double weight_of(ArmPolicy const& policy, long arm) {
  auto const found = policy.weights.find(arm);
  return found == policy.weights.end() ? policy.others : found->second;
}

// nullopt: it would take none of those that were eligible.
std::optional<Shares> target_of(ArmChoice const& choice, std::optional<ArmPolicy> const& policy) {
  if (!policy) return choice.in_shadow;
  Shares target;
  double sum = 0;
  for (auto const& [arm, share] : choice.propensities) sum += target[arm] = weight_of(*policy, arm);
  if (sum <= 0) return std::nullopt;
  for (auto& [arm, share] : target) share /= sum;
  return target;
}

double share_of_arm(Shares const& shares, long arm) {
  auto const found = shares.find(arm);
  return found == shares.end() ? 0 : found->second;
}

// Two halves of the users, each of which is predicted by what came of the arms in the other.
class ArmMeans {
 public:
  explicit ArmMeans(std::vector<LoggedArm> const& log) {
    for (auto const& one : log) {
      auto& half = halves_[half_of(one.user)];
      for (auto* const sums : {&half.of_arm[one.choice.chosen], &half.all}) {
        sums->rewards += one.reward;
        ++sums->messages;
      }
    }
  }

  [[nodiscard]] double for_user(std::string const& user, long arm) const {
    auto const& half = halves_[1 - half_of(user)];
    auto const found = half.of_arm.find(arm);
    return found == half.of_arm.end() ? half.all.mean() : found->second.mean();
  }

 private:
  struct Sums {
    double rewards = 0;
    long messages = 0;
    [[nodiscard]] double mean() const { return messages == 0 ? 0 : rewards / static_cast<double>(messages); }
  };
  struct Half {
    std::map<long, Sums> of_arm;
    Sums all;
  };
  static std::size_t half_of(std::string const& user) { return bucket_of("evaluate", user) < bucket_count / 2 ? 0 : 1; }

  std::array<Half, 2> halves_;
};

statistics::LoggedChoice logged_choice(LoggedArm const& one, Shares const& target, ArmMeans const& means) {
  statistics::LoggedChoice choice;
  choice.user = one.user;
  choice.logged_propensity = share_of_arm(one.choice.propensities, one.choice.chosen);
  choice.target_propensity = share_of_arm(target, one.choice.chosen);
  choice.reward = one.reward;
  statistics::RewardPrediction prediction{means.for_user(one.user, one.choice.chosen)};
  for (auto const& [arm, share] : target) {
    prediction.of_target += share * means.for_user(one.user, arm);
    if (share_of_arm(one.choice.propensities, arm) <= 0) choice.unsupported += share;
  }
  choice.prediction = prediction;
  return choice;
}

std::string refusal_in_words(statistics::OffPolicyRefusal refusal) {
  switch (refusal) {
    case statistics::OffPolicyRefusal::invalid_choice:
      return "a stored choice has a probability that is none: only versions of proactive write choices";
    case statistics::OffPolicyRefusal::missing_support:
      return "it would choose what never could be chosen, of which nothing is known: leave such templates out of it";
    case statistics::OffPolicyRefusal::too_few_users:
      return "the outcomes of fewer than two users are known: wait for more";
    case statistics::OffPolicyRefusal::no_overlap:
      break;
  }
  return "it would never have chosen what was chosen: nothing is known of it";
}

std::vector<long> arms_without_log(ArmPolicy const& policy, std::vector<LoggedArm> const& log) {
  std::set<long> known;
  for (auto const& one : log) {
    for (auto const& [arm, share] : one.choice.propensities) known.insert(arm);
  }
  std::vector<long> unknown;
  for (auto const& [arm, weight] : policy.weights) {
    if (weight > 0 && !known.contains(arm)) unknown.push_back(arm);
  }
  return unknown;
}

}  // namespace

ArmPolicy read_policy(Json const& document, std::string& problem) {
  constexpr auto form =
      R"(write {"weights":{"12":3,"13":1},"others":0}: templates by their ids, and weights of 0 or more)";
  ArmPolicy policy;
  auto const& weights = member(document, "weights");
  if (!weights.is_object() || weights.empty()) {
    problem = fmt::format("the policy has no \"weights\": {}", form);
    return policy;
  }
  for (auto const& [key, value] : weights.items()) {
    long arm = 0;
    auto const [end, error] = std::from_chars(key.data(), key.data() + key.size(), arm);
    auto const weight = read_weight(value);
    if (error != std::errc{} || end != key.data() + key.size() || !weight) {
      problem = fmt::format("\"{}\" of the policy is no template's id with a weight: {}", shortened(printable(key), 80),
                            form);
      return policy;
    }
    policy.weights[arm] = *weight;
  }
  auto const& others = member(document, "others");
  if (others.is_null()) return policy;
  auto const weight = read_weight(others);
  if (!weight) problem = fmt::format("\"others\" of the policy is no weight: {}", form);
  policy.others = weight.value_or(0);
  return policy;
}

std::variant<PolicyEvaluation, EvaluationRefusal> evaluate_policy(std::vector<LoggedArm> const& log,
                                                                  std::optional<ArmPolicy> const& policy,
                                                                  double most_weight) {
  if (policy) {
    if (auto const unknown = arms_without_log(*policy, log); !unknown.empty()) {
      return fmt::format(
          "no logged choice could have been {} {}, so that nothing is known of {}: leave {} out of the policy, or let "
          "the bandit try {} first",
          unknown.size() == 1 ? "template" : "any of templates", fmt::join(unknown, ", "),
          unknown.size() == 1 ? "it" : "them", unknown.size() == 1 ? "it" : "them",
          unknown.size() == 1 ? "it" : "them");
    }
  }
  ArmMeans const means(log);
  std::vector<statistics::LoggedChoice> choices;
  choices.reserve(log.size());
  double rewards = 0;
  long undecided = 0;
  for (auto const& one : log) {
    auto const target = target_of(one.choice, policy);
    if (!target) {
      undecided += policy ? 1 : 0;
      continue;
    }
    choices.push_back(logged_choice(one, *target, means));
    rewards += one.reward;
  }
  if (undecided > 0) {
    return fmt::format(
        "the policy gives no weight to any template that was eligible for {} of {} messages: name more, or give "
        "\"others\" a weight",
        undecided, log.size());
  }
  if (choices.empty())
    return "no choice is logged: with bandit shadow or on choices are kept, and what comes of them is known after days";
  auto const values = statistics::evaluate_off_policy(choices, interval_level, most_weight);
  if (auto const* const refusal = std::get_if<statistics::OffPolicyRefusal>(&values)) return refusal_in_words(*refusal);
  return PolicyEvaluation{rewards / static_cast<double>(choices.size()), std::get<statistics::OffPolicyValues>(values)};
}

}  // namespace proactive
