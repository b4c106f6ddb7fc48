#pragma once

#include <string>
#include <vector>

#include "base/finding.hpp"
#include "domain/settings/settings.hpp"
#include "writer/writer.hpp"

namespace proactive {

// Whether the LLM's service answers: by the free list of its models, and in a full check by one small message, written
// and reviewed as in a run (some hundred tokens, which no budget counts). Where no chat completions are spoken at
// OPENAI_BASE_URL, it looks for them nearby.
// The list is asked for all of `models`, the message of that of the settings.
std::vector<Finding> check_service(Settings const& settings, std::string const& api_key, LearnedModels const& models,
                                   CheckDepth depth);

}  // namespace proactive
