#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/llm/profile.hpp"
#include "domain/message/brief.hpp"
#include "domain/message/review.hpp"

// What a language model is told about one engagement. Pure.
namespace proactive {

// The two messages of a chat-completions request. Every text that comes from a user, a companion or the app stands
// inside a JSON string, which the instructions declare to be data. Signs that models' chat templates give a meaning
// (<|im_end|>, [INST], {{...}}), and control characters, are replaced in it, and lengths are capped.
struct Prompt {
  std::string system;  // rules, the form of the answer, persona, task: the same for all messages of its kind
  std::string user;    // facts of this pair, and of nobody else
  std::string nonce;   // which the answer has to carry
};

// A draft that was refused, and why: what the second try has to avoid.
struct RefusedDraft {
  std::string message;
  std::vector<std::string> because;
};

// `nonce` comes back in the answer, so that an answer to another request is recognised. Memories are numbered from 1 on
// in the order of the brief: these numbers are what the answer cites. Where a model is asked for the message alone,
// neither comes back.
Prompt write_prompt(Brief const& brief, MessageLimits const& limits, std::string const& nonce,
                    std::optional<RefusedDraft> const& refused = {}, AnswerForm form = AnswerForm::json_schema);

}  // namespace proactive
