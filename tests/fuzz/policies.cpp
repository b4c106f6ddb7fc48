// Files of policies for config experiment evaluate.
#include "base/text.hpp"
#include "domain/bandit/evaluation.hpp"
#include "tests/fuzz/require.hpp"

#include <cmath>

using namespace proactive;

namespace {

// Messages to a dozen of users, of which each arm was chosen by its share.
std::vector<LoggedArm> log_of(std::map<long, double> const& shares) {
  std::vector<LoggedArm> log;
  for (int i = 0; i < 12; ++i) {
    for (auto const& [arm, share] : shares) log.push_back({std::to_string(i), {arm, shares}, i % 3 == 0 ? 1.0 : 0.0});
  }
  return log;
}

void evaluate(ArmPolicy const& policy) {
  static auto const of_templates = log_of({{1, 0.2}, {2, 0.3}, {12, 0.5}});
  static auto const of_types = log_of({{0, 0.6}, {2, 0.4}, {3, 0}});
  auto const& log = policy.kind == ArmKind::type ? of_types : of_templates;
  auto const result = evaluate_policy(log, policy.kind, policy, 20);
  if (auto const* const refusal = std::get_if<EvaluationRefusal>(&result)) {
    require(!refusal->empty() && printable(*refusal) == *refusal, "a refusal is a sentence");
    return;
  }
  auto const& values = std::get<PolicyEvaluation>(result).values;
  for (auto const& value : {values.ipw, values.snipw, values.dr.value()}) {
    require(std::isfinite(value.value) && std::isfinite(value.standard_error), "a value is a number");
    require(value.interval.lower <= value.interval.upper, "an interval has an order");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string const text(reinterpret_cast<char const*>(data), size);
  std::string problem;
  auto const policy = read_policy(text, problem);
  require(printable(problem) == problem, "a sentence is safe for a terminal");
  if (!problem.empty()) return 0;
  require(!policy.weights.empty(), "a policy weighs something");
  Json again{{"weights", Json::object()}, {"others", policy.others}};
  for (auto const& [arm, weight] : policy.weights) {
    require(weight >= 0 && weight <= 1e6, "a weight is within its bounds");
    again["weights"][arm_name(policy.kind, arm)] = weight;
  }
  auto const same = read_policy(to_line(again), problem);
  require(problem.empty() && same.kind == policy.kind && same.weights == policy.weights && same.others == policy.others,
          "a policy is the same when it is read as it is written");
  evaluate(policy);
  return 0;
}
