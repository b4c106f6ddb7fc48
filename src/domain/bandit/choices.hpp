#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/names.hpp"
#include "domain/bandit/bandit.hpp"
#include "domain/timing/draw.hpp"

namespace proactive {

// What arms are. The names are stored, and frozen.
enum class ArmKind { message_template, type };
template <>
struct Names<ArmKind> {
  static constexpr auto table =
      std::to_array<Named<ArmKind>>({{ArmKind::message_template, "template"}, {ArmKind::type, "type"}});
};

// How an arm is named in documents: "12" of a template, "check_in" of a type. nullopt: no arm of the kind has the name.
std::string arm_name(ArmKind kind, long arm);
std::optional<long> arm_named(ArmKind kind, std::string_view name);

// All that was drawn for one engagement, with the probability of what could have been, so that what came of it can be
// told from how often it was chosen.
struct Choices {
  std::optional<HourChoice> hour = {};
  std::optional<ArmChoice> type = {};
  std::optional<ArmChoice> message_template = {};
};

// As the engagement keeps it: {"hour":{"p":0.031,"of":96},"type":{"p":0.75,"arms":{"check_in":0.75,
// "memory_reminder":0.25}},"template":{"p":0.2,"arms":{"12":0.2,"13":0.8},"bandit":{"12":0.5,"13":0.5}}}. "bandit" is
// with which probabilities it would have chosen, where it did not, and "test":false that nothing is to be learned from
// it. What was not drawn is left out; JSON's null where nothing was. The hour and the type are known before the
// template, whose member is added to theirs.
Json choices_json(Choices const& choices);

// Nothing where the document has no choice of the kind, or not among that arm.
std::optional<ArmChoice> read_choice(Json const& document, ArmKind kind, long chosen);

}  // namespace proactive
