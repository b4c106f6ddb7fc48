#include "domain/strategy.hpp"

#include <algorithm>
#include <array>

#include "domain/engagement/types.hpp"

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

// The original's behaviour: all rules of care are off.
constexpr std::array seed{Value{"max_engagements_per_week", "off"},
                          Value{"min_gap_hours", "off"},
                          Value{"new_user_days", "off"},
                          Value{"distress_intensity", "off"},
                          Value{"unanswered_waits", "off"},
                          Value{"max_unanswered", "off"},
                          Value{"max_unanswered_user", "off"},
                          Value{"unread_hold_days", "off"},
                          Value{"max_silence_days", "off"},
                          Value{"stale_after_minutes", "off"},
                          Value{"min_user_messages", "off"},
                          Value{"live_chat_minutes", "off"},
                          Value{"awaiting_reply_hours", "off"},
                          Value{"memory_rest_days", "off"},
                          Value{"template_rest_days", "off"},
                          Value{"quiet_hours", "off"},
                          Value{"send_time", "advance"},
                          Value{"check_in_valid_hours", "24"},
                          Value{"emotional_support_valid_hours", "24"},
                          Value{"topic_suggestion_valid_hours", "24"}};

constexpr std::array preset_table{Preset{"aggressive", aggressive}, Preset{"conservative", conservative},
                                  Preset{"highEmpathy", high_empathy}, Preset{"minimal", minimal},
                                  Preset{"seed", seed}};

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

std::string_view instruction_of(EngagementType type) { return type_rule(type).instruction; }

std::vector<TypeInstruction> type_instructions(Settings const& settings) {
  auto const rules = gate_rules(settings);
  std::vector<TypeInstruction> instructions;
  for (auto const& rule : type_rules()) {
    instructions.push_back({rule.type, type_description(rule, rules), rule.instruction});
  }
  return instructions;
}

}  // namespace proactive
