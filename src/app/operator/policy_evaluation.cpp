#include "app/operator/policy_evaluation.hpp"

#include <fmt/core.h>

#include <optional>

#include "base/errors.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "store/bandit.hpp"
#include "store/runs.hpp"

namespace proactive::app {

namespace {

constexpr int evaluation_seconds = 120;

ArmPolicy read_policy_file(std::string const& file) {
  constexpr std::size_t most_policy_bytes = 256 * std::size_t{1024};
  auto const text = read_named_file("--policy", file, most_policy_bytes + 1, ReadUntil::end).text;
  if (text.size() > most_policy_bytes)
    throw configuration_error(fmt::format("--policy {}: the file is larger than 256 KiB", printable(file)));
  std::string problem;
  auto policy = read_policy(text, problem);
  if (!problem.empty()) throw configuration_error(fmt::format("--policy {}: {}", printable(file), problem));
  return policy;
}

}  // namespace

PolicyValueReport evaluate_policy_file(Invocation const& invocation, EvaluationOptions const& options) {
  std::optional<ArmPolicy> policy;
  if (!options.policy_file.empty()) policy = read_policy_file(options.policy_file);
  auto const kind = policy ? policy->kind : value_of<ArmKind>(options.of).value_or(ArmKind::message_template);
  auto session = open_session(invocation, "config experiment", store::Access::read_only);
  session.database->set_statement_seconds(evaluation_seconds);
  auto const log = session.database->transact([&](store::Transaction& transaction) {
    auto const since = store::database_now(transaction) - std::chrono::days{options.days};
    return store::logged_arms(transaction, kind, since, most_choices);
  });
  auto result = evaluate_policy(log, kind, policy, options.most_weight);
  if (auto const* const refusal = std::get_if<EvaluationRefusal>(&result)) throw usage_error(*refusal);
  return {kind, std::get<PolicyEvaluation>(std::move(result)), log.size() == most_choices};
}

}  // namespace proactive::app
