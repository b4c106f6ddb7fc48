#include "domain/message/approval.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace proactive {

std::optional<std::set<EngagementType>> parse_types(std::string_view text) {
  std::set<EngagementType> types;
  bool const is_unset = text.empty();
  while (!text.empty()) {
    auto const end = std::min(text.find(','), text.size());
    auto const word = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    auto const type = value_of<EngagementType>(word);
    if (!type) return std::nullopt;
    types.insert(*type);
  }
  return types.empty() && !is_unset ? std::nullopt : std::optional{types};
}

bool awaits_approval(Draft const& draft, EngagementType type, MessageSettings const& settings) {
  if (settings.approval == Approval::all || draft.asks_approval) return true;
  if (settings.approval == Approval::llm && draft.writer == "llm") return true;
  auto const types = parse_types(settings.approval_types);
  return types && types->contains(type);
}

}  // namespace proactive
