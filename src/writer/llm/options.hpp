#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/llm/chat.hpp"
#include "domain/message/brief.hpp"
#include "domain/message/review.hpp"
#include "domain/settings/groups.hpp"
#include "net/http_client.hpp"
#include "writer/llm/engine.hpp"
#include "writer/writer.hpp"

// What the settings mean for calls of the LLM's service.
namespace proactive {

// But for what each brief says.
ChatParameters chat_parameters(LlmSettings const& llm);

// The key of the file or of the variable; empty where there is none. Throws Error (configuration) for a file that
// cannot be read, or whose line is no key.
std::string read_api_key(LlmSettings const& settings);

net::HttpOptions http_options(LlmSettings const& settings, std::string const& api_key);

// What no text of a service may carry into a log.
std::vector<std::string> secrets_of(LlmSettings const& settings, std::string const& api_key);

// What a service is asked first: what an earlier run found out, else what its model and its place let expect.
ServiceProfile profile_to_begin_with(LlmSettings const& llm, std::string const& model,
                                     std::optional<LearnedService> const& remembered);

EngineParts engine_parts(LlmSettings const& llm, std::string const& api_key, RefusedPhrases phrases,
                         LearnedModels const& models);

// Only its nonce differs from call to call.
ServiceRequest preview_request(LlmSettings const& llm, Brief const& brief, LearnedModels const& models);

}  // namespace proactive
