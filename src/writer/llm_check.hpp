#pragma once

#include <string>

#include "domain/settings/groups.hpp"

namespace proactive {

// Whether the LLM's service answers, tried by the free list of its models: no tokens are spent.
struct ServiceCheck {
  enum class Verdict { ok, doubtful, refused };
  Verdict verdict = Verdict::ok;
  std::string sentence;
};
ServiceCheck check_service(LlmSettings const& settings, std::string const& api_key);

}  // namespace proactive
