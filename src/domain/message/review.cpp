#include "domain/message/review.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/language.hpp"
#include "base/text.hpp"
#include "domain/message/length.hpp"
#include "domain/message/review/form.hpp"
#include "domain/message/review/greetings.hpp"
#include "domain/message/review/links.hpp"
#include "domain/message/review/markup.hpp"
#include "domain/message/review/reproach.hpp"
#include "domain/message/similarity.hpp"
#include "domain/message/wrapping.hpp"

namespace proactive {

namespace {

constexpr std::size_t most_codepoints = 8;  // a user-perceived character, on average
constexpr std::size_t most_stored = 4000;   // proactive_engagements_content

constexpr std::size_t most_bytes_reviewed = 16'000;  // of what is looked at more closely

bool has_several_lines(std::string const& message) { return message.find_first_of("\n\r") != std::string::npos; }

// Full-width signs, capitals and all quotation marks as one reads them.
std::string plain_signs(std::string const& message) {
  auto plain = normalized(message);
  for (auto const* quote : {"'", "\u2018", "\u2019", "\u201C", "\u201D", "\u201E", "\u201F", "\u275D", "\u275E",
                            "\u301D", "\u301E", "\u02BA", "\u05F4"})
    replace_all(plain, quote, "\"");
  return plain;
}

// What only a model, its instructions or its thoughts would say.
bool has_leak(std::string const& message) {
  auto const plain = plain_signs(message);
  constexpr std::array<std::string_view, 23> signs{"language model",
                                                   "system prompt",
                                                   "my instructions",
                                                   "<|",
                                                   "|>",
                                                   "[inst]",
                                                   "(inst)",  // as prompts quote them
                                                   "im_start",
                                                   "im_end",
                                                   "start_of_turn",
                                                   "end_of_turn",
                                                   "eot_id",
                                                   "tool_call",
                                                   "<think",
                                                   "</think",
                                                   "memory_ids",
                                                   "\"action\":",
                                                   "\"message\":",
                                                   "\"nonce\"",
                                                   "persona =",
                                                   "bcp 47",
                                                   "one short chat message",
                                                   "nobody has asked for it"};
  constexpr std::array<std::string_view, 7> roles{
      "assistant:", "user:", "system:", "companion:", "message:", "response:", "thought:"};
  return std::any_of(signs.begin(), signs.end(), [&](auto sign) { return plain.find(sign) != std::string::npos; }) ||
         std::any_of(roles.begin(), roles.end(), [&](auto role) { return plain.starts_with(role); });
}

bool is_wrapped(std::string const& message, Brief const& brief) {
  return without_wrapping(message, brief.companion_name) != message;
}

bool repeats(std::string const& message, std::vector<std::string> const& recent) {
  auto const ours = trigrams_of(message);
  return std::any_of(recent.begin(), recent.end(), [&](std::string const& sent) {
    return similarity(ours, trigrams_of(sent)) >= repetition_similarity;
  });
}

bool is_in_language(std::string const& message, std::string const& language) {
  return has_letter(message) && is_plausibly_in(message, language);
}

}  // namespace

std::optional<DraftFault> form_fault(std::string const& message, MessageLimits const& limits) {
  if (!is_storable(message)) return DraftFault::invalid_text;
  auto const length = grapheme_count(message);
  bool const is_short = length < static_cast<std::size_t>(limits.min_length);
  if (is_short && length < least_length(message, limits.min_length)) return DraftFault::too_short;
  if (length > static_cast<std::size_t>(limits.max_length)) return DraftFault::too_long;
  // Marks piled on a character: what the database takes for characters has a bound, too.
  auto const most = std::min(most_stored, most_codepoints * static_cast<std::size_t>(limits.max_length));
  if (characters_of(message).size() > most) return DraftFault::too_long;
  return std::nullopt;
}

std::vector<DraftFault> review(std::string const& message, Brief const& brief, MessageLimits const& limits,
                               RefusedPhrases const& phrases, Judged judged) {
  if (message.size() > most_bytes_reviewed) return {DraftFault::too_long};
  auto const form = form_fault(message, limits);
  if (form == DraftFault::invalid_text || has_broken_characters(message)) return {DraftFault::invalid_text};
  std::vector<DraftFault> faults;
  if (form) faults.push_back(*form);
  auto const phrased = phrases.found_in(message, brief.language);
  auto const brackets = bracketed_parts(message);
  auto const check = [&](DraftFault fault, bool is_there) {
    if (is_there || phrased.contains(std::string{name_of(fault)})) faults.push_back(fault);
  };
  check(DraftFault::several_lines, has_several_lines(message));
  check(DraftFault::markup, has_markup(message));
  check(DraftFault::link, has_link(message));
  check(DraftFault::placeholder, has_placeholder(message));
  check(DraftFault::leak,
        has_leak(message) || has_preamble(message) || (judged.wrapping && is_wrapped(message, brief)));
  check(DraftFault::repetition, judged.repetition && repeats(message, brief.recent_contents));
  check(DraftFault::pressure, reproaches_silence(message, brief.language));
  check(DraftFault::language, judged.language && !is_in_language(message, brief.language));
  check(DraftFault::hidden, has_hidden_characters(message));
  if (brackets.has_direction || phrases.has_direction(brackets.asides, brief.language))
    faults.push_back(DraftFault::stage_direction);
  check(DraftFault::hashtag, has_hashtag(message));
  check(DraftFault::contact, has_contact(message));
  check(DraftFault::payment, has_payment_number(message));
  for (auto const fault : {DraftFault::refusal, DraftFault::claims_human, DraftFault::sexual, DraftFault::self_harm,
                           DraftFault::secrecy, DraftFault::personal_question})
    check(fault, false);
  for (auto const fault : {DraftFault::romance, DraftFault::come_back}) {
    if (brief.refused_besides.contains(std::string{name_of(fault)})) check(fault, false);
  }
  check(DraftFault::unfinished, is_unfinished(message, brief.language));
  check(DraftFault::time_of_day, judged.time_of_day && greets_wrongly(message, brief.language, part_of_day(brief)));
  return faults;
}

bool is_sayable(std::string const& value, std::string const& language, RefusedPhrases const& phrases) {
  Brief brief;
  brief.language = language;
  brief.timezone = "UTC";
  auto const faults = review(value, brief, {0, 200}, phrases,
                             {.language = false, .repetition = false, .time_of_day = false, .wrapping = false});
  return std::all_of(faults.begin(), faults.end(), [](DraftFault fault) { return fault == DraftFault::unfinished; });
}

std::vector<DraftFault> review_alone(std::string const& message, std::string const& language,
                                     MessageLimits const& limits, RefusedPhrases const& phrases) {
  Brief brief;
  brief.language = language.empty() ? language_found_in(message).value_or("") : language;
  return review(message, brief, limits, phrases,
                {.language = !language.empty(), .repetition = false, .time_of_day = false});
}

std::string fault_text(DraftFault fault, std::string const& message) {
  auto const length = [&](char const* extreme) {
    return fmt::format("it has {}, too {}", counted_noun(static_cast<long>(grapheme_count(message)), "character"),
                       extreme);
  };
  switch (fault) {
    case DraftFault::no_answer:
      return "it is empty";
    case DraftFault::cut_off:
      return "it is cut off";
    case DraftFault::filtered:
      return "it was withheld";
    case DraftFault::not_json:
      return "it is not the JSON object that was asked for";
    case DraftFault::wrong_nonce:
      return "its nonce is not the one that was given";
    case DraftFault::unknown_memory:
      return "it cites a memory that was not given";
    case DraftFault::no_memory:
      return "it cites no memory";
    case DraftFault::invalid_text:
      return "it is not valid text";
    case DraftFault::too_short:
      return length("few");
    case DraftFault::too_long:
      return length("many");
    case DraftFault::several_lines:
      return "it has several lines";
    case DraftFault::markup:
      return "it has markup";
    case DraftFault::link:
      return "it has a link";
    case DraftFault::placeholder:
      return "it has a placeholder";
    case DraftFault::leak:
      return "it speaks of how it was written";
    case DraftFault::repetition:
      return "it repeats a recent message";
    case DraftFault::pressure:
      return "it blames or presses them for their silence";
    case DraftFault::language:
      return "it is in another language";
    case DraftFault::hidden:
      return "it has characters that nobody sees";
    case DraftFault::stage_direction:
      return "it says what somebody does, in brackets or stars";
    case DraftFault::hashtag:
      return "it has a hashtag";
    case DraftFault::contact:
      return "it names another way to get in touch";
    case DraftFault::payment:
      return "it speaks of payment";
    case DraftFault::refusal:
      return "it refuses to help";
    case DraftFault::claims_human:
      return "it speaks of being a person, or an AI";
    case DraftFault::sexual:
      return "it is sexual";
    case DraftFault::self_harm:
      return "it speaks of self-harm";
    case DraftFault::secrecy:
      return "it asks for secrecy";
    case DraftFault::personal_question:
      return "it asks for what is nobody's business";
    case DraftFault::unfinished:
      return "it ends in the middle of a sentence";
    case DraftFault::time_of_day:
      return "it greets with another part of the day";
    case DraftFault::moderation:
      return "it was flagged by the service's moderation";
    case DraftFault::romance:
      return "it is romantic";
    case DraftFault::come_back:
      return "it asks them to come back";
    case DraftFault::unrelated:
      return "it does not speak of the memory that it cites";
  }
  return {};
}

}  // namespace proactive
