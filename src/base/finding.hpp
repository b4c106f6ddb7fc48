#pragma once

#include <string>

#include "base/names.hpp"

namespace proactive {

enum class FindingState { ok, warning, failure };
template <>
struct Names<FindingState> {
  static constexpr auto table = std::to_array<Named<FindingState>>(
      {{FindingState::ok, "ok"}, {FindingState::warning, "warning"}, {FindingState::failure, "failure"}});
};

// One line of a check: what was found of a subject ("writer", "llm"), and what to do about it.
struct Finding {
  FindingState state = FindingState::ok;
  std::string subject;
  std::string detail;
};

}  // namespace proactive
