#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "domain/llm/chat.hpp"
#include "domain/llm/prompt.hpp"
#include "writer/writer.hpp"

namespace proactive {

// One message that an LLM is to write, on its way through waiting, calls and repetitions.
struct Order {
  Brief brief;
  Writer::Done done;
  std::string nonce = {};
  LlmTrace trace = {};
  int tries = 0;
  int adaptations = 0;
  std::optional<RefusedDraft> refused = {};
  ServiceProfile profile = {};  // of the call under way
  long call = 0;
  long reserved_tokens = 0;
  std::chrono::steady_clock::time_point not_before = {};
};

}  // namespace proactive
