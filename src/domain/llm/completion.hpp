#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/llm/service_error.hpp"
#include "domain/message/review.hpp"

// What a chat completion says, whichever of the protocol's dialects it is in. Pure.
namespace proactive {

struct Usage {
  long tokens_in = 0;
  long tokens_out = 0;  // a model's thoughts included
};

// What a service counts, as far as it can be: each token of a prompt has a byte, and an answer has no more than was
// asked for. So what a service says can neither be booked for more than the call could cost, nor overflow a sum.
Usage believed(Usage const& claimed, std::size_t bytes_of_request, long most_of_answer);

struct Completion {
  std::vector<std::string> texts = {};     // where an answer may stand, the likeliest first
  std::optional<DraftFault> fault = {};    // filtered: withheld; no_answer, not_json: no completion at all
  std::string why_withheld = {};           // in the service's own word
  std::optional<ServiceError> error = {};  // though the status said that all is well
  bool is_cut_off = false;                 // by the token limit
  std::optional<Usage> usage = {};         // nothing where the service does not say, or says nonsense
};

// Reads the body of a response whose status says that all is well: JSON, or server-sent events of the pieces of one
// answer, as some gateways send though they were not asked to.
Completion read_completion(std::string_view body);

}  // namespace proactive
