// What engagements keep of what was drawn for them: documents of other versions, or of nobody knows whom.
#include <fuzzer/FuzzedDataProvider.h>

#include <cmath>

#include "base/text.hpp"
#include "domain/bandit/evaluation.hpp"
#include "tests/fuzz/require.hpp"

using namespace proactive;

namespace {

void require_numbers(std::variant<PolicyEvaluation, EvaluationRefusal> const& result) {
  auto const* const evaluation = std::get_if<PolicyEvaluation>(&result);
  if (evaluation == nullptr) return;
  require(std::isfinite(evaluation->values.ipw.value) && std::isfinite(evaluation->values.snipw.value),
          "a value is a number");
}

void use(ArmKind kind, ArmChoice const& choice) {
  require(choice.propensities.contains(choice.chosen), "what was chosen could have been");
  Choices choices;
  (kind == ArmKind::type ? choices.type : choices.message_template) = choice;
  require(read_choice(choices_json(choices), kind, choice.chosen) == choice,
          "a choice is the same when it is read as it is written");
  std::vector<LoggedArm> const log{{"a", choice, 1}, {"b", choice, 0}, {"c", choice, -5}};
  require_numbers(evaluate_policy(log, kind, {}, 20));
  require_numbers(evaluate_policy(log, kind, ArmPolicy{kind, {{choice.chosen, 2}}, 1}, 20));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  auto const number = input.ConsumeIntegral<std::uint8_t>();
  auto const document = Json::parse(input.ConsumeRemainingBytesAsString(), nullptr, false);
  if (document.is_discarded()) return 0;
  auto const type = value_of<EngagementType>(names<EngagementType>()[number % names<EngagementType>().size()]);
  if (auto const choice = read_choice(document, ArmKind::type, static_cast<long>(*type))) use(ArmKind::type, *choice);
  if (auto const choice = read_choice(document, ArmKind::message_template, number))
    use(ArmKind::message_template, *choice);
  return 0;
}
