#pragma once

#include <string>

#include "base/json.hpp"
#include "domain/llm/profile.hpp"
#include "domain/llm/prompt.hpp"

// Requests of the chat-completions protocol of OpenAI and of the services that follow it. Pure.
namespace proactive {

struct ChatParameters {
  std::string model;
  double temperature = 0;
  int max_tokens = 0;          // of the answer, its JSON and a model's thoughts included
  int longest_message = 0;     // characters, for services that can be told
  Json more = Json::object();  // what the operator adds; null takes something away
};

// The same for a message in this wording.
ChatParameters worded(ChatParameters parameters, Wording const& wording);

// The body of the request, in one line. The prompt asks for the profile's form.
std::string request_body(Prompt const& prompt, ChatParameters const& parameters, ServiceProfile const& profile);

// Tokens that an answer may have: the operator's own limit where it is higher.
long answer_tokens(ChatParameters const& parameters);

// The most that a service can let an answer have: without a limit where the operator took it away (`null`, -1).
long most_answer_tokens(ChatParameters const& parameters, ServiceProfile const& profile);

// Tokens that a request of so many bytes and its answer may cost at most: two bytes are taken for a token.
long token_estimate(std::size_t bytes, ChatParameters const& parameters);

// The request's fields that the operator adds (RFC 7396). Nothing for what is no object of at most 4 KB, or decides
// what is not the operator's to decide here: the messages, the model, streaming.
std::optional<Json> parse_more_of_body(std::string const& text);

}  // namespace proactive
