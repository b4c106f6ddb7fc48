#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/names.hpp"
#include "domain/message/brief.hpp"
#include "domain/message/phrases.hpp"
#include "domain/message/wording.hpp"
#include "domain/settings/groups.hpp"

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
  placeholder,      // "[name]", "{{user}}"
  leak,             // of instructions, thoughts or special tokens
  repetition,       // of one of the pair's last 20 outreaches
  pressure,         // about the user's silence
  language,         // another than the user's
  hidden,           // characters that nobody sees
  stage_direction,  // "*smiles*", "(hugs you)"
  hashtag,
  contact,       // a telephone number, a handle, another messenger
  payment,       // money, cards, coins, gift cards
  refusal,       // "I can't help with that"
  claims_human,  // speaks as or denies being an AI, has a body, is somewhere
  sexual,
  self_harm,
  secrecy,            // "do not tell your parents"
  personal_question,  // asks for an address, a school, a password
  unfinished,         // ends in the middle of a sentence
  time_of_day,        // greets with another part of the day
  unrelated,          // a memory_reminder that shares no word with the memories that it cites
  moderation,         // flagged by the moderations endpoint
  romance,            // where a policy or the user's age forbids it
  come_back           // prompts the user to return; the same
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
                                                                  {DraftFault::language, "language"},
                                                                  {DraftFault::hidden, "hidden"},
                                                                  {DraftFault::stage_direction, "stage_direction"},
                                                                  {DraftFault::hashtag, "hashtag"},
                                                                  {DraftFault::contact, "contact"},
                                                                  {DraftFault::payment, "payment"},
                                                                  {DraftFault::refusal, "refusal"},
                                                                  {DraftFault::claims_human, "claims_human"},
                                                                  {DraftFault::sexual, "sexual"},
                                                                  {DraftFault::self_harm, "self_harm"},
                                                                  {DraftFault::secrecy, "secrecy"},
                                                                  {DraftFault::personal_question, "personal_question"},
                                                                  {DraftFault::unfinished, "unfinished"},
                                                                  {DraftFault::time_of_day, "time_of_day"},
                                                                  {DraftFault::unrelated, "unrelated"},
                                                                  {DraftFault::moderation, "moderation"},
                                                                  {DraftFault::romance, "romance"},
                                                                  {DraftFault::come_back, "come_back"}});
};

// What every message must be, whoever wrote it: valid text of the right length. The first fault, or nothing.
std::optional<DraftFault> form_fault(std::string const& message, MessageLimits const& limits);

// What is judged besides: a template's language is known, and what it may repeat is its writer's choice; a message by
// itself is read at no time that is known; a value may stand in quotation marks.
struct Judged {
  bool language = true;
  bool repetition = true;
  bool time_of_day = true;
  bool wrapping = true;  // what without_wrapping() would take away
};

// Whether a value of the app's (a companion's name, an interest) may stand in a message.
bool is_sayable(std::string const& value, std::string const& language, RefusedPhrases const& phrases);

// All faults of a message that anybody wrote for this brief; none others are looked for in invalid text, and in one
// that is far too long. Where the brief's language is empty, phrases of all languages are refused.
std::vector<DraftFault> review(std::string const& message, Brief const& brief, MessageLimits const& limits,
                               RefusedPhrases const& phrases, Judged judged = {});

// The faults of a message by itself: all but what goes by a pair and a moment. Where `language` is empty, that is not
// judged, and phrases are refused of the language that the message is evidently in, or of all.
std::vector<DraftFault> review_alone(std::string const& message, std::string const& language,
                                     MessageLimits const& limits, RefusedPhrases const& phrases);

// A fault as the end of a sentence, such as "it has 4 characters, too few". `message` is what has it.
std::string fault_text(DraftFault fault, std::string const& message);

}  // namespace proactive
