#include "domain/message/review.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/language.hpp"
#include "base/text.hpp"
#include "domain/message/length.hpp"
#include "domain/message/similarity.hpp"

namespace proactive {

namespace {

constexpr std::size_t most_codepoints = 8;  // a user-perceived character, on average
constexpr std::size_t most_stored = 4000;   // proactive_engagements_content

template <std::size_t Count>
bool contains_any(std::string_view text, std::array<std::string_view, Count> const& wanted) {
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// Other than line breaks, which are a fault of their own: escapes, overrides of the direction.
bool has_control(std::string const& message) {
  auto text = message;
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\r', ' ');
  return printable(text) != text;
}

bool has_several_lines(std::string const& message) { return message.find_first_of("\n\r") != std::string::npos; }

// "*smiles*", and not "5 * 3 * 2" or "a 4* hotel, a 5* one".
bool has_starred_words(std::string const& message) {
  auto const is_word_at = [&](std::size_t at) { return at < message.size() && is_word_char(to_lower(message)[at]); };
  for (auto star = message.find('*'); star != std::string::npos; star = message.find('*', star + 1)) {
    bool const opens = (star == 0 || !is_word_at(star - 1)) && is_word_at(star + 1);
    auto const closing = message.find('*', star + 1);
    if (opens && closing != std::string::npos && message[closing - 1] != ' ' && !is_word_at(closing + 1)) return true;
  }
  return false;
}

// "&amp;", "&#39;"
bool has_entity(std::string const& lowered) {
  for (auto sign = lowered.find('&'); sign != std::string::npos; sign = lowered.find('&', sign + 1)) {
    auto const end = lowered.find_first_not_of("#abcdefghijklmnopqrstuvwxyz0123456789", sign + 1);
    if (end != std::string::npos && end > sign + 2 && lowered[end] == ';') return true;
  }
  return false;
}

// "<b>", and not "<3"
bool has_tag(std::string const& message) {
  for (auto tag = message.find('<'); tag != std::string::npos; tag = message.find('<', tag + 1)) {
    auto const next = to_lower(message.substr(tag + 1, 1));
    bool const is_name = !next.empty() && next.front() >= 'a' && next.front() <= 'z';
    if (is_name && message.find('>', tag) != std::string::npos) return true;
  }
  return false;
}

// "# Heading", "### Heading"
bool has_heading(std::string const& message) {
  auto const text = message.find_first_not_of('#');
  return text != 0 && text != std::string::npos && message[text] == ' ';
}

// Emphasis, code, headings, list items, links, tags and entities, of Markdown or HTML.
bool has_markup(std::string const& message) {
  constexpr std::array<std::string_view, 6> signs{"**", "__", "`", "](", "</", "/>"};
  constexpr std::array<std::string_view, 4> openings{"- ", "* ", "> ", "1. "};
  if (contains_any(message, signs) || has_starred_words(message) || has_entity(to_lower(message))) return true;
  if (std::any_of(openings.begin(), openings.end(), [&](auto opening) { return message.starts_with(opening); }))
    return true;
  return has_heading(message) || has_tag(message);
}

// "bit.ly/x": letters behind a point, and a slash.
bool has_path(std::string const& lowered) {
  auto const is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  for (auto slash = lowered.find('/'); slash != std::string::npos; slash = lowered.find('/', slash + 1)) {
    auto point = slash;
    while (point > 0 && is_letter(lowered[point - 1])) --point;
    if (slash - point >= 2 && point >= 2 && lowered[point - 1] == '.' && is_word_char(lowered[point - 2])) return true;
  }
  return false;
}

// "sam@example.org"
bool has_mail_address(std::string const& lowered) {
  auto const at = lowered.find('@');
  if (at == std::string::npos || at == 0 || !is_word_char(lowered[at - 1])) return false;
  auto const end = std::min(lowered.find(' ', at), lowered.size());
  auto const point = lowered.find('.', at);
  return point != std::string::npos && point > at + 1 && point + 1 < end;
}

bool has_link(std::string const& lowered) {
  constexpr std::array<std::string_view, 3> signs{"://", "www.", "mailto:"};
  constexpr std::array<std::string_view, 8> domains{".com", ".org", ".net", ".io", ".app", ".dev", ".info", ".gg"};
  if (contains_any(lowered, signs) || has_path(lowered) || has_mail_address(lowered)) return true;
  for (auto const domain : domains) {
    for (auto at = lowered.find(domain); at != std::string::npos; at = lowered.find(domain, at + 1)) {
      auto const end = at + domain.size();
      bool const follows_word = at > 0 && is_word_char(lowered[at - 1]);
      bool const ends_there = end == lowered.size() || !is_word_char(lowered[end]);
      if (follows_word && ends_there) return true;
    }
  }
  return false;
}

// "[name]", "{{user}}", "{name}", "<name>" counts as markup.
bool has_placeholder(std::string const& message) {
  constexpr std::array<std::string_view, 4> signs{"{{", "}}", "%s", "${"};
  if (contains_any(message, signs)) return true;
  for (auto const& [open, close] : {std::pair{'[', ']'}, std::pair{'{', '}'}}) {
    for (auto begin = message.find(open); begin != std::string::npos; begin = message.find(open, begin + 1)) {
      auto const end = message.find(close, begin);
      if (end != std::string::npos && has_letter(std::string_view{message}.substr(begin, end - begin))) return true;
    }
  }
  return false;
}

// What only a model, its instructions or its thoughts would say.
bool has_leak(std::string const& lowered) {
  constexpr std::array<std::string_view, 17> signs{"as an ai",
                                                   "language model",
                                                   "system prompt",
                                                   "my instructions",
                                                   "<|",
                                                   "|>",
                                                   "[inst]",
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
  constexpr std::array<std::string_view, 4> roles{"assistant:", "user:", "system:", "companion:"};
  return contains_any(lowered, signs) ||
         std::any_of(roles.begin(), roles.end(), [&](auto role) { return lowered.starts_with(role); });
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
                               PressurePhrases const& phrases) {
  auto const form = form_fault(message, limits);
  if (form == DraftFault::invalid_text || has_control(message)) return {DraftFault::invalid_text};
  std::vector<DraftFault> faults;
  if (form) faults.push_back(*form);
  auto const lowered = to_lower(message);
  auto const check = [&](DraftFault fault, bool is_there) {
    if (is_there) faults.push_back(fault);
  };
  check(DraftFault::several_lines, has_several_lines(message));
  check(DraftFault::markup, has_markup(message));
  check(DraftFault::link, has_link(lowered));
  check(DraftFault::placeholder, has_placeholder(message));
  check(DraftFault::leak, has_leak(lowered));
  check(DraftFault::repetition, repeats(message, brief.recent_contents));
  check(DraftFault::pressure, phrases.found_in(message, brief.language));
  check(DraftFault::language, !is_in_language(message, brief.language));
  return faults;
}

std::string fault_text(DraftFault fault, std::string const& message) {
  auto const length = [&](char const* extreme) {
    return fmt::format("it has {} characters, too {}", grapheme_count(message), extreme);
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
  }
  return {};
}

}  // namespace proactive
