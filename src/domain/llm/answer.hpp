#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/message/brief.hpp"
#include "domain/message/review.hpp"

// What a language model answered, in the form that prompt.hpp asks for. Pure.
namespace proactive {

struct Answer {
  bool send = false;               // else the model holds that no message would be welcome
  std::string message;             // without spaces around it
  std::vector<int> memories = {};  // numbers of the prompt, from 1 on
};

// An answer, or what is wrong with it.
struct ReadAnswer {
  std::optional<Answer> answer = {};
  std::optional<DraftFault> fault = {};
};

// Reads the content of a completion: the JSON object in it, which may stand behind a model's thoughts (<think>) or in a
// Markdown fence. Nesting deeper than 8 is refused.
ReadAnswer read_answer(std::string const& content, std::string const& nonce);

// All faults of an answer to this brief: of the memories that it cites and of its message. None for one that skips.
std::vector<DraftFault> faults_of(Answer const& answer, Brief const& brief, MessageLimits const& limits,
                                  RefusedPhrases const& phrases);

}  // namespace proactive
