#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/llm/prompt.hpp"

// The chat-completions protocol of OpenAI and of the services that follow it: requests and responses. Pure.
namespace proactive {

enum class ResponseFormat { json_schema, json_object, text };

// What a service understands. It begins with the most capable one; next_profile learns from refusals.
struct ServiceProfile {
  ResponseFormat format = ResponseFormat::json_schema;
  bool max_completion_tokens = false;  // instead of max_tokens, which newer models of OpenAI refuse
  bool temperature = true;

  bool operator==(ServiceProfile const&) const = default;
};

struct ChatParameters {
  std::string model;
  double temperature = 0;
  int max_tokens = 0;  // of the answer, its JSON and a model's thoughts included
};

// The body of the request, in one line.
std::string request_body(Prompt const& prompt, ChatParameters const& parameters, ServiceProfile const& profile);

// Tokens that a request and its answer may cost at most: two bytes of a prompt are taken for a token.
long token_estimate(std::string const& body, ChatParameters const& parameters);

struct Usage {
  long tokens_in = 0;
  long tokens_out = 0;
};

// What a response of status 200 says: the text of its first choice or what is wrong with it.
struct Completion {
  std::string content = {};
  std::optional<DraftFault> fault = {};
  std::optional<Usage> usage = {};  // nothing where the service does not say, or says nonsense
};
Completion read_completion(std::string_view body);

// What a response of another status says. Texts are those of the service: for people, not to be trusted.
struct ServiceError {
  std::string code = {};  // "insufficient_quota", "model_not_found"
  std::string parameter = {};
  std::string message = {};
};
ServiceError read_error(std::string_view body);

// What a call came to, by its status and error.
enum class CallVerdict {
  answered,     // 200
  throttled,    // 429: slower, and once more
  unavailable,  // 408, 409, 5xx: once more
  forbidden,    // 401, 403, or a quota that is spent: no call will succeed before an operator acts
  unsupported,  // the service lacks something that the request asked for: see next_profile
  filtered,     // the service's content filter withholds the answer to this prompt
  failed        // anything else
};
CallVerdict verdict_of(int status, ServiceError const& error, ServiceProfile const& profile);

// The profile without what the service refuses; nothing where the error says nothing of it.
std::optional<ServiceProfile> next_profile(ServiceProfile const& profile, ServiceError const& error);

}  // namespace proactive
