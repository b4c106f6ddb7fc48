#pragma once

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/time.hpp"

// How services say no. Pure.
namespace proactive {

// A word as services have them for errors ("insufficient_quota", "content_filter: SAFETY"): letters, digits and few
// signs of ASCII, at most 64 of them and two words. Anything else is a text, perhaps of the prompt, and gives nothing.
std::string word_of_service(std::string_view text);

// Names in lower case.
using Headers = std::map<std::string, std::string, std::less<>>;

// Texts are the service's: for people, not to be trusted.
struct ServiceError {
  int status = 0;         // of the response; of its error object where the response says that all is well
  std::string code = {};  // "insufficient_quota", "model_not_found": a word_of_service
  std::string parameter = {};
  std::string message = {};
  std::string words = {};                              // all of these in lower case: what is decided by
  std::optional<std::chrono::milliseconds> wait = {};  // what the body asks for (Google's RetryInfo)

  [[nodiscard]] bool speaks_of(std::string_view lower_case) const {
    return words.find(lower_case) != std::string::npos;
  }
  [[nodiscard]] bool speaks_of_any(std::initializer_list<std::string_view> lower_case) const {
    return std::any_of(lower_case.begin(), lower_case.end(), [&](std::string_view each) { return speaks_of(each); });
  }
};

// The error in a response's body: JSON of any of the known forms, or plain text. What the body repeats of the request
// is left out.
ServiceError read_error(int status, std::string_view body);

// The error object of a response whose status says that all is well; nothing where it has none.
std::optional<ServiceError> error_within(Json const& body);

// What a call came to.
enum class CallVerdict {
  throttled,          // slower, and once more
  unserved,           // 502, 503: a gateway without a service; nobody has worked on it: once more
  unavailable,        // other 5xx and their kind: once more
  refused_key,        // no call will succeed before an operator acts
  no_credit,          // the same
  unknown_model,      // the same
  no_endpoint,        // the same: nothing speaks chat completions at this address
  filtered,           // the service withholds its answer to this prompt
  too_long,           // this prompt does not fit into the model's context
  perhaps_forbidden,  // 403 without a reason: the key, or this prompt
  objected            // anything else: perhaps to the form of the request
};
CallVerdict verdict_of(ServiceError const& error);

// How long a service asks to be left alone, by its headers (Retry-After, retry-after-ms, x-ratelimit-reset-*) or by its
// error; nothing where it does not say.
std::optional<std::chrono::milliseconds> asked_wait(Headers const& headers, ServiceError const& error, Instant now);

// "1s", "6m0s", "20ms", "1.5", as services write durations.
std::optional<std::chrono::milliseconds> parse_wait(std::string_view text);

}  // namespace proactive
