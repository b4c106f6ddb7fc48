#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "domain/llm/answer.hpp"
#include "domain/llm/chat.hpp"
#include "domain/llm/pacing.hpp"
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

// The draft of an answer without faults, which cites memories of the brief.
inline Draft draft_of(Order const& order, Answer const& answer) {
  Draft draft{{}, "llm"};
  if (!answer.send) draft.cancelled = Reason::skipped;
  if (answer.send) draft.content = answer.message;
  draft.trace = order.trace;
  for (int const number : answer.memories) {
    draft.memory_ids.push_back(order.brief.context.memories[static_cast<std::size_t>(number - 1)].id);
  }
  return draft;
}

// What a call that came to this is for the pacing.
inline CallEnd end_of(CallVerdict verdict) {
  if (verdict == CallVerdict::answered) return CallEnd::success;
  if (verdict == CallVerdict::throttled) return CallEnd::throttled;
  return verdict == CallVerdict::forbidden ? CallEnd::forbidden : CallEnd::failure;
}

}  // namespace proactive
