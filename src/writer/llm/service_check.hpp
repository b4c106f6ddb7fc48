#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/finding.hpp"
#include "domain/settings/groups.hpp"
#include "writer/writer.hpp"

namespace proactive {

// Whether the LLM's service answers: by the free list of its models, and in a full check by one small message, written
// and reviewed as in a run (some hundred tokens, which no budget counts). Where no chat completions are spoken at
// OPENAI_BASE_URL, it looks for them nearby.
std::vector<Finding> check_service(LlmSettings const& llm, MessageSettings const& message, std::string const& api_key,
                                   std::optional<LearnedService> const& remembered, CheckDepth depth);

}  // namespace proactive
