#pragma once

#include <string>

#include "base/finding.hpp"
#include "domain/settings/groups.hpp"

namespace proactive {

// Whether the LLM's service answers, tried by the free list of its models: no tokens are spent.
Finding check_service(LlmSettings const& settings, std::string const& api_key);

}  // namespace proactive
