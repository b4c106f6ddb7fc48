#include "domain/bandit/evaluation.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <array>
#include <cmath>
#include <set>

#include "base/text.hpp"
#include "domain/experiment/bucket.hpp"

namespace proactive {

namespace {

using Shares = std::map<long, double>;

constexpr double interval_level = 0.95;

std::optional<double> read_weight(Json const& value) {
  constexpr double most = 1e6;
  if (!value.is_number()) return std::nullopt;
  auto const weight = value.get<double>();
  return weight >= 0 && weight <= most ? std::optional{weight} : std::nullopt;
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

// What makes the log know more.
std::string_view how_to_try(ArmKind kind) {
  return kind == ArmKind::type ? "let type_weights draw" : "let the bandit try";
}

std::string refusal_in_words(statistics::OffPolicyRefusal refusal, ArmKind kind) {
  switch (refusal) {
    case statistics::OffPolicyRefusal::invalid_choice:
      return "a stored choice has a probability that is none: only versions of proactive write choices";
    case statistics::OffPolicyRefusal::missing_support:
      return fmt::format(
          "it would choose a {0} where none such could be chosen, of which nothing is known: leave it out, or {1} such "
          "{0}s first",
          name_of(kind), how_to_try(kind));
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
    for (auto const& [arm, share] : one.choice.propensities) {
      if (share > 0) known.insert(arm);
    }
  }
  std::vector<long> unknown;
  for (auto const& [arm, weight] : policy.weights) {
    if (weight > 0 && !known.contains(arm)) unknown.push_back(arm);
  }
  return unknown;
}

std::string unknown_in_words(std::vector<long> const& arms, ArmKind kind) {
  std::vector<std::string> named;
  named.reserve(arms.size());
  for (auto const arm : arms) named.push_back(arm_name(kind, arm));
  bool const is_one = arms.size() == 1;
  auto const them = is_one ? "it" : "them";
  return fmt::format(
      "no logged choice could have been {}{}{} {}, so that nothing is known of {}: leave {} out of the policy, or {} "
      "{} first",
      is_one ? "" : "any of ", name_of(kind), is_one ? "" : "s", fmt::join(named, ", "), them, them, how_to_try(kind),
      them);
}

std::string no_choice_in_words(ArmKind kind) {
  return fmt::format("no choice is logged: {} choices are kept{}, and what comes of them is known after days",
                     kind == ArmKind::type ? "with type_weights, or bandit shadow or on," : "with bandit shadow or on",
                     kind == ArmKind::type ? " where several types apply" : "");
}

}  // namespace

ArmPolicy read_policy(std::string_view text, std::string& problem) {
  constexpr int deepest = 4;
  constexpr auto form =
      R"(write {"weights":{"12":3,"13":1},"others":0}: templates by their ids, or types by their names, and weights from )"
      "0 to 1000000";
  ArmPolicy policy;
  auto const document = parse_bounded(text, deepest);
  if (!document || has_repeated_keys(text)) {
    problem = fmt::format("{}: {}", document ? "a key stands twice in one object" : "it is no JSON", form);
    return policy;
  }
  auto const& weights = member(*document, "weights");
  if (!weights.is_object() || weights.empty()) {
    problem = fmt::format("the policy has no \"weights\": {}", form);
    return policy;
  }
  policy.kind = value_of<EngagementType>(weights.begin().key()) ? ArmKind::type : ArmKind::message_template;
  for (auto const& [name, value] : weights.items()) {
    auto const arm = arm_named(policy.kind, name);
    auto const weight = read_weight(value);
    if (!arm || !weight) {
      problem = fmt::format("\"{}\" of the policy is no {} with a weight, as its others are: {}",
                            shortened(printable(name), 80), name_of(policy.kind), form);
      return policy;
    }
    policy.weights[*arm] = *weight;
  }
  auto const& others = member(*document, "others");
  if (others.is_null()) return policy;
  auto const weight = read_weight(others);
  if (!weight) problem = fmt::format("\"others\" of the policy is no weight: {}", form);
  policy.others = weight.value_or(0);
  return policy;
}

std::variant<PolicyEvaluation, EvaluationRefusal> evaluate_policy(std::vector<LoggedArm> const& log, ArmKind kind,
                                                                  std::optional<ArmPolicy> const& policy,
                                                                  double most_weight) {
  if (policy) {
    if (auto const unknown = arms_without_log(*policy, log); !unknown.empty()) return unknown_in_words(unknown, kind);
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
        "the policy gives no weight to any {} that was eligible for {} of {} messages: name more, or give \"others\" a "
        "weight",
        name_of(kind), undecided, log.size());
  }
  if (choices.empty()) return no_choice_in_words(kind);
  auto const values = statistics::evaluate_off_policy(choices, interval_level, most_weight);
  if (auto const* const refusal = std::get_if<statistics::OffPolicyRefusal>(&values))
    return refusal_in_words(*refusal, kind);
  return PolicyEvaluation{rewards / static_cast<double>(choices.size()), std::get<statistics::OffPolicyValues>(values)};
}

}  // namespace proactive
