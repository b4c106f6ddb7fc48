#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/settings/settings.hpp"

namespace proactive {

// A named group of settings, as the original service had them.
struct Preset {
  std::string_view name;
  std::span<std::pair<std::string_view, std::string_view> const> values;
};
std::span<Preset const> presets();
Preset const* find_preset(std::string_view name);

// The configuration in four words, as the original derived it.
struct Strategy {
  std::string_view frequency;        // aggressive above 2 engagements a day, else conservative
  std::string_view personalization;  // high above 2 memories, else moderate
  std::string_view timing;           // frequent below 4 hours of interval, else spaced
  std::string_view empathy;          // high below 8 hours until emotional_support, else moderate
};
Strategy strategy(Settings const& settings);

// What a message of a type is asked to be: in the prompt of an LLM, and for operators.
std::string_view instruction_of(EngagementType type);

// The same, and when the type applies under the settings.
struct TypeInstruction {
  EngagementType type;
  std::string applies;
  std::string_view instruction;
};
std::vector<TypeInstruction> type_instructions(Settings const& settings);

}  // namespace proactive
