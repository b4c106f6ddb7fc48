#pragma once

#include <string>

namespace proactive {

enum class FindingState { ok, warning, failure };

// One line of `config check`: what was found of a subject ("writer", "llm"), and what to do about it.
struct Finding {
  FindingState state = FindingState::ok;
  std::string subject;
  std::string detail;
};

}  // namespace proactive
