#include "domain/gate/checks.hpp"

#include <vector>

#include "domain/gate/check_groups.hpp"

namespace proactive {

namespace {

// The rule of 24 hours is the original's own number, not a setting.
constexpr long long_silence_hours = 24;

std::vector<Check> all_checks() {
  std::vector<Check> all;
  for (auto const group : {consent_checks(), presence_checks(), closeness_checks(), moment_checks()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace

// Documented in this order in proactive-schedule(1).
std::span<Check const> checks() {
  static auto const all = all_checks();
  return all;
}

Instant delivery_time(PairFacts const& facts, GateRules const& rules, Instant now) {
  bool const long_silent = silent_hours(facts, now).value_or(0) >= long_silence_hours;
  return now + std::chrono::hours{long_silent ? 1 : rules.schedule_advance_hours};
}

Instant reading_time(GateInput const& in) {
  if (in.slot) return *in.slot;
  return in.due != nullptr ? in.now : delivery_time(in.facts, in.rules, in.now);
}

}  // namespace proactive
