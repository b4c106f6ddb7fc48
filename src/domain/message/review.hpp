#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/names.hpp"
#include "domain/message/brief.hpp"
#include "domain/message/phrases.hpp"

// Whether a message may be sent. Pure.
namespace proactive {

// What may be wrong with what a language model answers: first with the answer, then with its message. The names are
// stored and counted, and frozen.
enum class DraftFault {
  no_answer,       // no choice, or no content in it
  cut_off,         // the service ended it at the token limit
  filtered,        // by the service's content filter, or the model declined
  not_json,        // no JSON object of the form that was asked for
  wrong_nonce,     // an answer to another request
  unknown_memory,  // it cites a memory that it was not given
  no_memory,       // a memory_reminder that cites none
  invalid_text,    // not UTF-8, NUL, control characters
  too_short,
  too_long,
  several_lines,
  markup,
  link,
  placeholder,  // "[name]", "{{user}}"
  leak,         // of instructions, thoughts or special tokens
  repetition,   // of one of the pair's last 20 outreaches
  pressure,     // about the user's silence
  language      // another than the user's
};
template <>
struct Names<DraftFault> {
  static constexpr auto table = std::to_array<Named<DraftFault>>({{DraftFault::no_answer, "no_answer"},
                                                                  {DraftFault::cut_off, "cut_off"},
                                                                  {DraftFault::filtered, "filtered"},
                                                                  {DraftFault::not_json, "not_json"},
                                                                  {DraftFault::wrong_nonce, "wrong_nonce"},
                                                                  {DraftFault::unknown_memory, "unknown_memory"},
                                                                  {DraftFault::no_memory, "no_memory"},
                                                                  {DraftFault::invalid_text, "invalid_text"},
                                                                  {DraftFault::too_short, "too_short"},
                                                                  {DraftFault::too_long, "too_long"},
                                                                  {DraftFault::several_lines, "several_lines"},
                                                                  {DraftFault::markup, "markup"},
                                                                  {DraftFault::link, "link"},
                                                                  {DraftFault::placeholder, "placeholder"},
                                                                  {DraftFault::leak, "leak"},
                                                                  {DraftFault::repetition, "repetition"},
                                                                  {DraftFault::pressure, "pressure"},
                                                                  {DraftFault::language, "language"}});
};

// In user-perceived characters.
struct MessageLimits {
  int min_length = 1;
  int max_length = 1;
};

// What every message must be, whoever wrote it: valid text of the right length. The first fault, or nothing.
std::optional<DraftFault> form_fault(std::string const& message, MessageLimits const& limits);

// All faults of a message that a language model wrote for this brief, in the order of their declaration; none are
// looked for in invalid text.
std::vector<DraftFault> review(std::string const& message, Brief const& brief, MessageLimits const& limits,
                               PressurePhrases const& phrases);

// A fault as the end of a sentence, such as "it has 4 characters, too few". `message` is what has it.
std::string fault_text(DraftFault fault, std::string const& message);

}  // namespace proactive
