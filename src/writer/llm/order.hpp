#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "domain/llm/answer.hpp"
#include "domain/llm/profile.hpp"
#include "domain/llm/prompt.hpp"
#include "writer/writer.hpp"

namespace proactive {

// One message that an LLM is to write, on its way through waiting, calls and repetitions.
struct Order {
  Brief brief;
  Writer::Done done;
  Prompt prompt = {};
  LlmTrace trace = {};
  int tries = 0;        // that its draft or its failures cost it
  int repetitions = 0;  // that cost it nothing: adaptations and time-outs of calls that shared the service
  std::optional<long> failed_at = {};     // how many calls of others had succeeded when it last failed
  std::optional<long> throttled_at = {};  // the same, when it was last turned away
  int own_failures = 0;                   // between which others succeeded
  std::optional<RefusedDraft> refused = {};
  std::optional<ServiceProfile> own_profile = {};  // where the service objected to this request alone
  std::optional<Answer> passed = {};               // the review: it is to be judged by the moderations endpoint
  ServiceProfile profile = {};                     // of the call under way
  long call = 0;
  std::size_t bytes = 0;  // of the request
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

}  // namespace proactive
