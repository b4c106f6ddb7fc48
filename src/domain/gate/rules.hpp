#pragma once

#include "domain/settings/settings.hpp"

namespace proactive {

// The settings that the gate and the table of types go by.
struct GateRules {
  GateSettings gate;
  int memory_importance_threshold = 0;  // a memory below it is not usable
  int schedule_advance_hours = 0;
  int expire_after_hours = 0;
};

inline GateRules gate_rules(Settings const& settings) {
  return {settings.gate, settings.message.memory_importance_threshold, settings.runs.schedule_advance_hours,
          settings.runs.expire_after_hours};
}

}  // namespace proactive
