#include "domain/experiment/variation.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <limits>

#include "base/nearest.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

constexpr std::array table{
    VariedSetting{"check_in_after_hours", ActsOn::decision},
    VariedSetting{"emotional_support_after_hours", ActsOn::decision},
    VariedSetting{"memory_reminder_after_hours", ActsOn::decision},
    VariedSetting{"check_in_valid_hours", ActsOn::message},
    VariedSetting{"emotional_support_valid_hours", ActsOn::message},
    VariedSetting{"memory_reminder_valid_hours", ActsOn::message},
    VariedSetting{"topic_suggestion_valid_hours", ActsOn::message},
    VariedSetting{"type_rotation", ActsOn::decision},
    VariedSetting{"type_weights", ActsOn::decision},
    VariedSetting{"schedule_advance_hours", ActsOn::decision},
    VariedSetting{"send_time", ActsOn::decision},
    VariedSetting{"quiet_end_spread_minutes", ActsOn::decision},
    VariedSetting{"writer", ActsOn::message},
    VariedSetting{"openai_model", ActsOn::message_of_llm},
    VariedSetting{"message_temperature", ActsOn::message_of_llm},
    VariedSetting{"prompt", ActsOn::message_of_llm},
    VariedSetting{"template_set", ActsOn::message},
    VariedSetting{"bandit", ActsOn::message},
    VariedSetting{"min_message_length", ActsOn::message},
    VariedSetting{"max_message_length", ActsOn::message},
    VariedSetting{"memory_rest_days", ActsOn::message, Variation::no_lower},
    VariedSetting{"template_rest_days", ActsOn::message, Variation::no_lower},
    VariedSetting{"max_memories_to_use", ActsOn::message, Variation::no_higher},
    VariedSetting{"memory_importance_threshold", ActsOn::message},
    VariedSetting{"min_interval_hours", ActsOn::decision, Variation::no_lower},
    VariedSetting{"min_gap_hours", ActsOn::decision, Variation::no_lower},
    VariedSetting{"live_chat_minutes", ActsOn::decision, Variation::no_lower},
    VariedSetting{"awaiting_reply_hours", ActsOn::decision, Variation::no_lower},
    VariedSetting{"unread_hold_days", ActsOn::decision, Variation::no_lower},
    VariedSetting{"new_user_days", ActsOn::decision, Variation::no_lower},
    VariedSetting{"min_user_messages", ActsOn::decision, Variation::no_lower},
    VariedSetting{"max_engagements_per_user", ActsOn::decision, Variation::no_higher},
    VariedSetting{"max_engagements_per_day", ActsOn::decision, Variation::no_higher},
    VariedSetting{"max_engagements_per_week", ActsOn::decision, Variation::no_higher},
    VariedSetting{"max_unanswered", ActsOn::decision, Variation::no_higher},
    VariedSetting{"max_unanswered_user", ActsOn::decision, Variation::no_higher},
    VariedSetting{"max_silence_days", ActsOn::decision, Variation::no_higher},
};

VariedSetting const* find_varied(std::string_view name) {
  auto const* const found =
      std::find_if(table.begin(), table.end(), [&](VariedSetting const& one) { return one.name == name; });
  return found == table.end() ? nullptr : found;
}

// Only of caps and waits, which are whole numbers or off.
long height_of(std::string const& text, Variation variation) {
  if (text != "off") return std::stol(text);
  return variation == Variation::no_higher ? std::numeric_limits<long>::max() : -1;
}

std::string loosening(VariedSetting const& varied, std::string const& of_all, std::string const& value) {
  if (varied.variation == Variation::freely) return {};
  bool const is_cap = varied.variation == Variation::no_higher;
  auto const allowed = height_of(of_all, varied.variation);
  auto const asked = height_of(value, varied.variation);
  if (is_cap ? asked <= allowed : asked >= allowed) return {};
  return fmt::format("{} {} of a variant is {} the {} of all, which protects people: use {} or {}", varied.name, value,
                     is_cap ? "above" : "below", of_all, of_all, is_cap ? "less" : "more");
}

std::string refusal(std::string const& name) {
  std::vector<std::string> known;
  known.reserve(table.size());
  for (auto const& varied : table) known.emplace_back(varied.name);
  auto const shown = shortened(printable(name), 80);
  if (find_setting(name) != nullptr)
    return fmt::format("a variant may not change {}: it may change {}", shown, join(known, ", "));
  auto const meant = nearest_word(name, known);
  return meant ? fmt::format("there is no setting \"{}\": did you mean {}?", shown, *meant)
               : fmt::format("there is no setting \"{}\": a variant may change {}", shown, join(known, ", "));
}

std::string assign_varied(Settings& settings, Settings const& of_all, std::string const& name,
                          std::string const& value) {
  auto const* const varied = find_varied(name);
  if (varied == nullptr) return refusal(name);
  auto const& spec = *find_setting(name);
  if (auto const problem = assign_setting(settings, spec, value)) return fmt::format("{}: {}", name, *problem);
  return loosening(*varied, setting_text(of_all, spec), setting_text(settings, spec));
}

}  // namespace

std::span<VariedSetting const> varied_settings() { return table; }

bool changes_volume(std::string_view name) {
  // With a memory that counts a pair is reminded of it long before it would be checked in on.
  if (name == "memory_importance_threshold") return true;
  auto const* const varied = find_varied(name);
  if (varied == nullptr || varied->acts_on == ActsOn::message) return false;
  return varied->variation != Variation::freely || name.ends_with("_after_hours");
}

VariedSettings with_values(Settings const& of_all, NamedValues const& values) {
  VariedSettings varied{of_all, {}};
  for (auto const& [name, value] : values) {
    auto next = varied.settings;
    auto problem = assign_varied(next, of_all, name, value);
    if (problem.empty()) {
      varied.settings = std::move(next);
    } else {
      varied.problems.push_back(std::move(problem));
    }
  }
  auto const contradictions = wording_contradictions(varied.settings);
  varied.problems.insert(varied.problems.end(), contradictions.begin(), contradictions.end());
  if (!contradictions.empty()) varied.settings = of_all;
  return varied;
}

bool differ_in_message(Settings const& one, Settings const& other) {
  if (uses_llm(one) != uses_llm(other)) return true;
  return std::any_of(table.begin(), table.end(), [&](VariedSetting const& varied) {
    if (varied.acts_on == ActsOn::decision || varied.name == "writer") return false;
    if (varied.acts_on == ActsOn::message_of_llm && !uses_llm(one)) return false;
    auto const& spec = *find_setting(varied.name);
    return setting_text(one, spec) != setting_text(other, spec);
  });
}

}  // namespace proactive
