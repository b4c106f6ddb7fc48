#include "domain/gate/shadow.hpp"

#include <algorithm>

namespace proactive {

namespace {

bool may_be_shadow(Reason reason) {
  return std::any_of(checks().begin(), checks().end(),
                     [&](Check const& check) { return check.reason == reason && check.shadow == Shadow::allowed; });
}

}  // namespace

std::optional<std::set<Reason>> parse_shadow(std::string_view text) {
  std::set<Reason> reasons;
  bool const is_none = text.empty();
  while (!text.empty()) {
    auto const end = std::min(text.find_first_of(" ,"), text.size());
    if (end > 0) {
      auto const reason = value_of<Reason>(text.substr(0, end));
      if (!reason || !may_be_shadow(*reason)) return std::nullopt;
      reasons.insert(*reason);
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return reasons.empty() && !is_none ? std::nullopt : std::optional{reasons};
}

bool is_shadow(Check const& check, GateRules const& rules) { return rules.shadow.contains(check.reason); }

}  // namespace proactive
