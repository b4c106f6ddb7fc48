#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/bandit/bandit.hpp"
#include "domain/engagement/type_weights.hpp"
#include "domain/quiet_hours.hpp"
#include "domain/settings/settings.hpp"

namespace proactive {

// The settings that the gate and the table of types go by.
struct GateRules {
  GateSettings gate;
  CareSettings care;
  SafetySettings safety;
  std::set<std::string> crisis_moods;  // normalized
  QuietHours quiet_hours;
  std::vector<std::chrono::seconds> unanswered_waits;  // after the first, the second, ... message without an answer
  TypeWeights type_weights;
  BanditMode bandit = BanditMode::off;
  ArmScores type_scores;                // what it has learned of types
  std::set<Reason> shadow;              // checks that stop nothing (shadow.hpp)
  int memory_importance_threshold = 0;  // a memory below it is not usable
  int schedule_advance_hours = 0;
  int expire_after_hours = 0;
  std::string fingerprint;  // of all settings
};

// With nothing that a bandit has learned.
GateRules gate_rules(Settings const& settings);

// Whether a limit is reached shows in as many of the newest messages of a user, and of a pair; those of the last days
// that the users' own limits count come besides.
long counted_deliveries(GateRules const& rules);

// Whether the gate may refuse a pair for a setting, and so let it pass once that is another: not those that all runs
// heed at once, nor those of a message that is written already.
bool may_refuse_pairs(SettingSpec const& spec);

// Reads "24h 72h": lengths of time with a unit, by spaces or commas. nullopt: it is none.
std::optional<std::vector<std::chrono::seconds>> parse_waits(std::string_view text);

}  // namespace proactive
