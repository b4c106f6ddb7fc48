#pragma once

#include <string>
#include <vector>

#include "domain/brief.hpp"
#include "domain/chat.hpp"
#include "domain/review.hpp"
#include "domain/settings/groups.hpp"
#include "writer/http_client.hpp"

// What the settings mean for calls of the LLM's service.
namespace proactive {

MessageLimits message_limits(MessageSettings const& settings);
ChatParameters chat_parameters(LlmSettings const& llm, MessageSettings const& message);

// The key of the file or of the variable; empty where there is none. Throws Error (configuration) for a file that
// cannot be read, or whose first line is no key.
std::string read_api_key(LlmSettings const& settings);

HttpOptions http_options(LlmSettings const& settings, std::string const& api_key);

// What no text of a service may carry into a log.
std::vector<std::string> secrets_of(LlmSettings const& settings, std::string const& api_key);

// What a call for a brief would send, for previews: only its nonce differs from call to call.
struct LlmRequest {
  std::string url;
  std::string body;
};
LlmRequest preview_request(LlmSettings const& llm, MessageSettings const& message, Brief const& brief);

}  // namespace proactive
