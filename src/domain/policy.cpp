#include "domain/policy.hpp"

#include <algorithm>
#include <array>

namespace proactive {

namespace {

using Value = std::pair<std::string_view, std::string_view>;

constexpr std::array aggressive{Value{"max_engagements_per_day", "5"}, Value{"min_interval_hours", "1"},
                                Value{"emotional_support_after_hours", "3"}, Value{"memory_reminder_after_hours", "6"}};
constexpr std::array conservative{Value{"max_engagements_per_day", "1"}, Value{"min_interval_hours", "6"},
                                  Value{"check_in_after_hours", "48"}, Value{"emotional_support_after_hours", "12"}};
constexpr std::array high_empathy{Value{"emotional_support_after_hours", "4"},
                                  Value{"memory_reminder_after_hours", "8"}, Value{"max_memories_to_use", "5"},
                                  Value{"message_temperature", "0.9"}};
constexpr std::array minimal{Value{"max_engagements_per_day", "1"}, Value{"min_interval_hours", "12"},
                             Value{"check_in_after_hours", "72"}, Value{"max_message_length", "50"}};

constexpr std::array preset_table{Preset{"aggressive", aggressive}, Preset{"conservative", conservative},
                                  Preset{"highEmpathy", high_empathy}, Preset{"minimal", minimal}};

std::string at_least(int hours) { return "at least " + std::to_string(hours) + " h of silence"; }

std::string silence(Settings const& settings, int after_hours) {
  return at_least(std::max(after_hours, settings.gate.min_interval_hours));
}

}  // namespace

std::span<Preset const> presets() { return preset_table; }

Preset const* find_preset(std::string_view name) {
  auto const* const found =
      std::find_if(preset_table.begin(), preset_table.end(), [&](Preset const& preset) { return preset.name == name; });
  return found == preset_table.end() ? nullptr : found;
}

Strategy strategy(Settings const& settings) {
  return {settings.gate.max_engagements_per_day > 2 ? "aggressive" : "conservative",
          settings.message.max_memories_to_use > 2 ? "high" : "moderate",
          settings.gate.min_interval_hours < 4 ? "frequent" : "spaced",
          settings.gate.emotional_support_after_hours < 8 ? "high" : "moderate"};
}

std::string_view instruction_of(EngagementType type) {
  switch (type) {
    case EngagementType::check_in:
      return "Ask how they are and show genuine concern.";
    case EngagementType::emotional_support:
      return "Offer support and be there for them.";
    case EngagementType::memory_reminder:
      return "Refer to a shared memory or experience to reconnect.";
    case EngagementType::topic_suggestion:
      return "Suggest an interesting topic based on their interests.";
  }
  return {};
}

std::vector<TypeInstruction> type_instructions(Settings const& settings) {
  auto const importance = std::to_string(settings.message.memory_importance_threshold);
  std::string const memory =
      settings.gate.type_rotation ? ", with a memory of importance " + importance + " or more" : "";
  std::string const turn = settings.gate.type_rotation
                               ? "; a pair whose last engagement was a check_in gets "
                                 "emotional_support or memory_reminder instead, where one applies"
                               : "";
  return {{EngagementType::check_in, silence(settings, settings.gate.check_in_after_hours) + turn,
           instruction_of(EngagementType::check_in)},
          {EngagementType::emotional_support,
           "partner with intimacy 8 or more, " + silence(settings, settings.gate.emotional_support_after_hours),
           instruction_of(EngagementType::emotional_support)},
          {EngagementType::memory_reminder,
           "close_friend or intimate" + memory + ", " + silence(settings, settings.gate.memory_reminder_after_hours),
           instruction_of(EngagementType::memory_reminder)},
          {EngagementType::topic_suggestion, "friend, " + at_least(settings.gate.min_interval_hours),
           instruction_of(EngagementType::topic_suggestion)}};
}

}  // namespace proactive
