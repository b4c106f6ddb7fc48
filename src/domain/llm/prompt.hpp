#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/llm/profile.hpp"
#include "domain/message/brief.hpp"
#include "domain/message/review.hpp"

// What a language model is told about one engagement. Pure.
namespace proactive {

// The two messages of a chat-completions request. Whatever a user, a companion's maker or the app wrote stands in the
// user's message, inside a JSON string that the instructions declare to be data (as_data in quotation.hpp). The system
// message holds nothing but the tool's own words, and the operator's on tone, which the rules behind them overrule.
struct Prompt {
  std::string system;  // rules, the form of the answer, task: the same for all messages of a type, language and wording
  std::string user;    // the companion, and facts of this pair and of nobody else
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
Prompt write_prompt(Brief const& brief, std::string const& nonce, std::optional<RefusedDraft> const& refused = {},
                    AnswerForm form = AnswerForm::json_schema);

}  // namespace proactive
