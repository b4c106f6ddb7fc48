#include "domain/bandit/choices.hpp"

#include <charconv>
#include <utility>

#include "domain/types.hpp"

namespace proactive {

namespace {

using Shares = std::map<long, double>;

// As it is written: "012" is none.
std::optional<long> template_named(std::string_view name) {
  long id = 0;
  auto const* const end = name.data() + name.size();
  auto const [stop, error] = std::from_chars(name.data(), end, id);
  bool const is_id = error == std::errc{} && stop == end && id > 0 && std::to_string(id) == name;
  return is_id ? std::optional{id} : std::nullopt;
}

Json shares_json(ArmKind kind, Shares const& shares) {
  auto document = Json::object();
  for (auto const& [arm, share] : shares) document[arm_name(kind, arm)] = share;
  return document;
}

std::optional<Shares> read_shares(ArmKind kind, Json const& document) {
  if (!document.is_object() || document.empty()) return std::nullopt;
  Shares shares;
  for (auto const& [name, share] : document.items()) {
    auto const arm = arm_named(kind, name);
    if (!arm || !share.is_number()) return std::nullopt;
    shares[*arm] = share.get<double>();
  }
  return shares;
}

Json choice_json(ArmKind kind, ArmChoice const& choice) {
  auto const found = choice.propensities.find(choice.chosen);
  Json drawn{{"p", found == choice.propensities.end() ? 0 : found->second},
             {"arms", shares_json(kind, choice.propensities)}};
  if (choice.in_shadow) drawn["bandit"] = shares_json(kind, *choice.in_shadow);
  if (!choice.is_test) drawn["test"] = false;
  return drawn;
}

}  // namespace

std::string arm_name(ArmKind kind, long arm) {
  if (kind == ArmKind::message_template) return std::to_string(arm);
  return std::string{name_of(static_cast<EngagementType>(arm))};
}

std::optional<long> arm_named(ArmKind kind, std::string_view name) {
  if (kind == ArmKind::message_template) return template_named(name);
  auto const type = value_of<EngagementType>(name);
  return type ? std::optional{static_cast<long>(*type)} : std::nullopt;
}

Json choices_json(Choices const& choices) {
  Json document;
  if (choices.hour) document["hour"] = {{"p", choices.hour->probability}, {"of", choices.hour->among}};
  for (auto const& [kind, choice] :
       {std::pair{ArmKind::type, &choices.type}, std::pair{ArmKind::message_template, &choices.message_template}}) {
    if (*choice) document[std::string{name_of(kind)}] = choice_json(kind, **choice);
  }
  return document;
}

std::optional<ArmChoice> read_choice(Json const& document, ArmKind kind, long chosen) {
  auto const& drawn = member(document, name_of(kind));
  auto arms = read_shares(kind, member(drawn, "arms"));
  if (!arms || !arms->contains(chosen)) return std::nullopt;
  auto const& test = member(drawn, "test");
  return ArmChoice{chosen, *std::move(arms), read_shares(kind, member(drawn, "bandit")),
                   !test.is_boolean() || test.get<bool>()};
}

}  // namespace proactive
