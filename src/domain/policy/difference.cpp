#include "domain/policy/difference.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "domain/message/phrases.hpp"

namespace proactive {

namespace {

bool is_always_refused(std::string const& fault) {
  return std::find(protective_faults.begin(), protective_faults.end(), fault) == protective_faults.end();
}

// What the settings have for a rule of packs, and whether the pack's is stricter.
struct Rule {
  std::string_view name;
  std::string (*set)(Settings const&);
  bool (*is_stricter)(PolicyPack const&, Settings const&);
};

std::string minors_set(Settings const& settings) { return settings.safety.allow_minors ? "allowed" : "forbidden"; }
bool keeps_minors(PolicyPack const&, Settings const& settings) { return settings.safety.allow_minors; }
bool always(PolicyPack const&, Settings const&) { return true; }

constexpr std::array compared{
    Rule{"consent",
         [](Settings const& settings) { return std::string{settings.care.consent_required ? "true" : "false"}; },
         [](PolicyPack const& pack, Settings const& settings) {
           return pack.consent && !settings.care.consent_required;
         }},
    Rule{"age_gate", [](Settings const& settings) { return std::string{name_of(settings.safety.age_gate)}; },
         [](PolicyPack const& pack, Settings const& settings) { return pack.age_gate > settings.safety.age_gate; }},
    Rule{"minors", minors_set, keeps_minors},
    Rule{"minors_quiet_hours", minors_set, keeps_minors},
    Rule{"school_hours", minors_set, keeps_minors},
    Rule{"disclosure", [](Settings const& settings) { return std::string{name_of(settings.safety.disclosure)}; },
         [](PolicyPack const& pack, Settings const& settings) { return pack.disclosure > settings.safety.disclosure; }},
    Rule{"quiet_hours", [](Settings const& settings) { return settings.care.quiet_hours; }, always},
    Rule{"review_faults", [](Settings const&) { return std::string{"all but romance and come_back"}; },
         [](PolicyPack const& pack, Settings const&) {
           return !std::all_of(pack.review_faults.begin(), pack.review_faults.end(), is_always_refused);
         }},
    Rule{"evidence_days",
         [](Settings const& settings) {
           auto const days = settings.runs.retention_days;
           return days ? fmt::format("{}", *days) : std::string{"off"};
         },
         [](PolicyPack const& pack, Settings const& settings) {
           return settings.runs.retention_days && pack.evidence_days > *settings.runs.retention_days;
         }},
};

std::string asked_text(Json const& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return to_line(value);
  return join(text_list(value), " ");
}

}  // namespace

std::vector<PolicyDifference> differences(PolicyPack const& pack, Settings const& settings) {
  std::vector<PolicyDifference> found;
  for (auto const& rule : compared) {
    auto const& asked = member(pack.constraints, rule.name);
    if (asked.is_null()) continue;
    found.push_back(
        {pack.id, std::string{rule.name}, rule.set(settings), asked_text(asked), rule.is_stricter(pack, settings)});
  }
  return found;
}

}  // namespace proactive
