#include "domain/gate/rules.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "domain/gate/shadow.hpp"

namespace proactive {

namespace {

std::set<std::string> read_moods(std::string const& list) {
  std::set<std::string> moods;
  std::string_view rest = list;
  while (!rest.empty()) {
    auto const end = std::min(rest.find(','), rest.size());
    auto const mood = trim(rest.substr(0, end));
    if (!mood.empty()) moods.insert(normalized(mood));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return moods;
}

}  // namespace

// Values have passed their checks when the settings were read.
GateRules gate_rules(Settings const& settings) {
  GateRules rules;
  rules.gate = settings.gate;
  rules.care = settings.care;
  rules.safety = settings.safety;
  rules.crisis_moods = read_moods(settings.safety.crisis_moods);
  if (settings.care.quiet_hours != "off")
    rules.quiet_hours = parse_quiet_hours(settings.care.quiet_hours).value_or(QuietHours::always());
  rules.unanswered_waits = parse_waits(settings.care.unanswered_waits).value_or(std::vector<std::chrono::seconds>{});
  rules.shadow = parse_shadow(settings.care.shadow).value_or(std::set<Reason>{});
  rules.type_weights = parse_type_weights(settings.gate.type_weights).value_or(TypeWeights{});
  rules.bandit = settings.experiment.bandit;
  rules.memory_importance_threshold = settings.message.memory_importance_threshold;
  rules.schedule_advance_hours = settings.runs.schedule_advance_hours;
  rules.expire_after_hours = settings.runs.expire_after_hours;
  rules.fingerprint = fingerprint(settings);
  return rules;
}

// The newest itself is always asked for.
long counted_deliveries(GateRules const& rules) {
  auto const& care = rules.care;
  return std::max({1, rules.gate.max_engagements_per_day, care.max_engagements_per_week.value_or(0),
                   care.max_unanswered.value_or(0), care.max_unanswered_user.value_or(0),
                   static_cast<int>(rules.unanswered_waits.size())});
}

bool may_refuse_pairs(SettingSpec const& spec) {
  // Without `enabled` no run looks at a pair, and so refuses none.
  constexpr std::array<std::string_view, 13> others{"enabled",
                                                    "check_in_valid_hours",
                                                    "emotional_support_valid_hours",
                                                    "memory_reminder_valid_hours",
                                                    "topic_suggestion_valid_hours",
                                                    "type_weights",
                                                    "quiet_end_spread_minutes",
                                                    "stale_after_minutes",
                                                    "send_time",
                                                    "memory_rest_days",
                                                    "template_rest_days",
                                                    "disclosure",
                                                    "disclosure_form"};
  if (spec.name == "memory_importance_threshold") return true;
  bool const is_of_gate = spec.group == "gate" || spec.group == "care" || spec.group == "safety";
  return is_of_gate && std::find(others.begin(), others.end(), spec.name) == others.end();
}

std::optional<std::vector<std::chrono::seconds>> parse_waits(std::string_view text) {
  std::vector<std::chrono::seconds> waits;
  while (!text.empty()) {
    auto const end = std::min(text.find_first_of(" ,"), text.size());
    if (end > 0) {
      auto const wait = parse_duration(text.substr(0, end));
      if (!wait) return std::nullopt;
      waits.push_back(*wait);
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return waits.empty() ? std::nullopt : std::optional{waits};
}

}  // namespace proactive
