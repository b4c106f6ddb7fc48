#include <doctest/doctest.h>

#include <random>

#include "domain/bandit/evaluation.hpp"

using namespace proactive;

namespace {

// Three templates that are answered at 10, 20 and 40 percent, chosen by 50, 30 and 20 percent.
std::vector<LoggedArm> log_of(int messages) {
  std::map<long, double> const shares{{1, 0.5}, {2, 0.3}, {3, 0.2}};
  std::map<long, double> const rates{{1, 0.1}, {2, 0.2}, {3, 0.4}};
  std::mt19937 random(7);
  std::uniform_real_distribution<double> draw(0, 1);
  std::vector<LoggedArm> log;
  for (int i = 0; i < messages; ++i) {
    auto const drawn = draw(random);
    long const chosen = drawn < 0.5 ? 1 : drawn < 0.8 ? 2 : 3;
    LoggedArm one{
        "u" + std::to_string(i % (messages / 4)), {chosen, shares}, draw(random) < rates.at(chosen) ? 1.0 : 0.0};
    one.choice.in_shadow = std::map<long, double>{{1, 0.2}, {2, 0.2}, {3, 0.6}};
    log.push_back(one);
  }
  return log;
}

constexpr auto template_arms = ArmKind::message_template;

ArmKind kind_of(std::optional<ArmPolicy> const& policy) { return policy ? policy->kind : template_arms; }

PolicyEvaluation evaluated(std::vector<LoggedArm> const& log, std::optional<ArmPolicy> const& policy) {
  auto const result = evaluate_policy(log, kind_of(policy), policy, 20);
  if (auto const* const refusal = std::get_if<EvaluationRefusal>(&result)) FAIL(*refusal);
  return std::get<PolicyEvaluation>(result);
}

std::string refused(std::vector<LoggedArm> const& log, std::optional<ArmPolicy> const& policy) {
  auto const result = evaluate_policy(log, kind_of(policy), policy, 20);
  auto const* const refusal = std::get_if<EvaluationRefusal>(&result);
  return refusal == nullptr ? "" : *refusal;
}

bool has(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("another policy is valued as it would have turned out") {
  auto const log = log_of(20000);
  auto const third = evaluated(log, ArmPolicy{template_arms, {{3, 1}}, 0});
  CHECK(third.logged_value == doctest::Approx(0.19).epsilon(0.05));
  CHECK(third.values.snipw.interval.contains(0.4));
  REQUIRE(third.values.dr);
  CHECK(third.values.dr->interval.contains(0.4));
  CHECK(third.values.mean_weight == doctest::Approx(1).epsilon(0.05));
  CHECK(third.values.effective_choices < 5000);
  auto const as_logged = evaluated(log, ArmPolicy{template_arms, {{1, 5}, {2, 3}, {3, 2}}, 0});
  CHECK(as_logged.values.snipw.value == doctest::Approx(as_logged.logged_value));
}

TEST_CASE("the bandit's own choice is valued from what it noted in shadow") {
  auto log = log_of(20000);
  CHECK(evaluated(log, {}).values.snipw.interval.contains(0.2 * 0.1 + 0.2 * 0.2 + 0.6 * 0.4));
  for (auto& one : log) one.choice.in_shadow.reset();
  CHECK(has(refused(log, {}), "no choice is logged"));
  CHECK(has(refused({}, {}), "no choice is logged"));
}

TEST_CASE("of what the log could not choose nothing is told") {
  auto const log = log_of(1000);
  CHECK(has(refused(log, ArmPolicy{template_arms, {{3, 1}, {99, 1}}, 0}), "template 99"));
  CHECK(refused(log, ArmPolicy{template_arms, {{3, 1}, {99, 0}}, 0}).empty());
  CHECK(has(refused(log, ArmPolicy{template_arms, {{3, 0}}, 0}), "for 1000 of 1000 messages"));
  auto narrow = log;
  narrow.front().choice.propensities = {{1, 1}};
  narrow.front().choice.chosen = 1;
  narrow.front().choice.in_shadow = std::map<long, double>{{2, 1}};
  CHECK(has(refused(narrow, {}), "none such could be chosen"));
}

TEST_CASE("a policy is read, or refused with the form that it should have") {
  auto const problem_of = [](char const* text) {
    std::string problem;
    read_policy(text, problem);
    return problem;
  };
  std::string problem;
  auto const policy = read_policy(R"({"weights":{"12":3,"13":0.5},"others":1})", problem);
  CHECK(problem.empty());
  CHECK(policy.kind == template_arms);
  CHECK(policy.weights == std::map<long, double>{{12, 3}, {13, 0.5}});
  CHECK(policy.others == 1);
  for (auto const* const text :
       {"[]", "{}", "", "{", R"({"weights":{"1":1,"1":2}})", R"({"weights":{}})", R"({"weights":{"x":1}})",
        R"({"weights":{"1":-1}})", R"({"weights":{"1":"2"}})", R"({"weights":{"1":1},"others":"1"})", "null", "3",
        R"({"weights":{"1":1e300}})", R"({"weights":{"01":1}})", R"({"weights":{"-1":1}})",
        R"({"weights":{"1":1,"check_in":1}})", R"({"weights":{"check_in":1,"1":1}})", R"({"weights":{"greeting":1}})"})
    CHECK_MESSAGE(has(problem_of(text), "weights"), text);
}

TEST_CASE("a policy may weigh types, and is valued where each was drawn") {
  auto const number = [](EngagementType type) { return static_cast<long>(type); };
  std::map<long, double> const shares{{number(EngagementType::check_in), 0.75},
                                      {number(EngagementType::memory_reminder), 0.25}};
  std::mt19937 random(3);
  std::uniform_real_distribution<double> draw(0, 1);
  std::vector<LoggedArm> log;
  for (int i = 0; i < 20000; ++i) {
    bool const is_check_in = draw(random) < 0.75;
    auto const chosen = number(is_check_in ? EngagementType::check_in : EngagementType::memory_reminder);
    log.push_back(
        {"u" + std::to_string(i % 5000), {chosen, shares}, draw(random) < (is_check_in ? 0.1 : 0.3) ? 1.0 : 0.0});
  }
  std::string problem;
  auto const policy = read_policy(R"({"weights":{"memory_reminder":3,"check_in":1}})", problem);
  CHECK(problem.empty());
  CHECK(policy.kind == ArmKind::type);
  auto const found = evaluated(log, policy);
  CHECK(found.values.snipw.interval.contains(0.75 * 0.3 + 0.25 * 0.1));
  REQUIRE(found.values.dr);
  CHECK(found.values.dr->interval.contains(0.75 * 0.3 + 0.25 * 0.1));
  auto const support = read_policy(R"({"weights":{"emotional_support":1}})", problem);
  CHECK(has(refused(log, support), "type emotional_support"));
  CHECK(has(refused({}, policy), "types check_in, memory_reminder"));

  // Where the first was taken, nothing is known of the others.
  for (auto& one : log) {
    one.choice.chosen = number(EngagementType::check_in);
    one.choice.propensities = {{number(EngagementType::check_in), 1}, {number(EngagementType::memory_reminder), 0}};
    one.choice.in_shadow = shares;
  }
  CHECK(has(refused(log, policy), "type memory_reminder"));
  auto const result = evaluate_policy(log, ArmKind::type, {}, 20);
  REQUIRE(std::holds_alternative<EvaluationRefusal>(result));
  CHECK(has(std::get<EvaluationRefusal>(result), "let type_weights draw such types"));
}
