#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/llm/profile.hpp"
#include "domain/message/brief.hpp"
#include "domain/message/review.hpp"

// What a language model answered, in the form that prompt.hpp asks for. Pure.
namespace proactive {

struct Answer {
  bool send = false;               // else the model holds that no message would be welcome
  std::string message;             // without what models put around a message
  std::vector<int> memories = {};  // numbers of the prompt, from 1 on
  bool is_bare = false;            // a message alone, which nothing marks as an answer
};

// An answer, or what is wrong with it.
struct ReadAnswer {
  std::optional<Answer> answer = {};
  std::optional<DraftFault> fault = {};
};

// Finds the answer to the request with this nonce in the texts of a completion: the last JSON object that carries the
// nonce, wherever it stands, behind thoughts, in a fence or in a wrapper, encoded twice or not quite JSON. The nonce is
// what makes that leniency safe. A message alone is what remains without a model's thoughts. At most the last 64 KiB of
// a text are read.
ReadAnswer read_answer(std::vector<std::string> const& texts, std::string const& nonce, AnswerForm form,
                       std::string const& companion_name);

// Whether the answer of a completion that was cut off has all of its message: an object has, a message alone where it
// ends as a sentence does.
bool is_whole(Answer const& answer);

// All faults of an answer to this brief: of the memories that it cites and of its message. None for one that skips.
std::vector<DraftFault> faults_of(Answer const& answer, Brief const& brief, MessageLimits const& limits,
                                  RefusedPhrases const& phrases);

}  // namespace proactive
