#include "domain/message/review/markup.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "domain/message/review/contains.hpp"

namespace proactive {

namespace {

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// "*smiles*", "_really_", "~waves~", and not "5 * 3 * 2" or "a 4* hotel, a 5* one".
bool has_marked_words(std::string const& message, char mark) {
  auto const is_word_at = [&](std::size_t at) { return at < message.size() && is_word_char(message[at]); };
  for (auto sign = message.find(mark); sign != std::string::npos; sign = message.find(mark, sign + 1)) {
    bool const opens = (sign == 0 || (!is_word_at(sign - 1) && message[sign - 1] != mark)) && is_word_at(sign + 1);
    auto const closing = message.find(mark, sign + 1);
    if (!opens || closing == std::string::npos || message[closing - 1] == ' ' || is_word_at(closing + 1)) continue;
    if (has_letter(std::string_view{message}.substr(sign, closing - sign))) return true;
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
  auto const last = message.rfind('>');
  for (auto tag = message.find('<'); tag != std::string::npos; tag = message.find('<', tag + 1)) {
    bool const is_name = tag + 1 < message.size() && (is_word_char(message[tag + 1])) &&
                         !(message[tag + 1] >= '0' && message[tag + 1] <= '9');
    if (is_name && last != std::string::npos && last > tag) return true;
  }
  return false;
}

// "\"message\": \"Hi\"", and not "\"Dune\": what a film!"
bool has_json_member(std::string const& message) {
  constexpr std::string_view mark{"\":"};
  for (auto at = message.find(mark); at != std::string::npos; at = message.find(mark, at + 1)) {
    auto const value = message.find_first_not_of(' ', at + mark.size());
    if (value != std::string::npos && std::string_view{"\"[{"}.find(message[value]) != std::string_view::npos)
      return true;
  }
  return false;
}

// "# Heading", "### Heading"
bool has_heading(std::string const& message) {
  auto const text = message.find_first_not_of('#');
  return text != 0 && text != std::string::npos && message[text] == ' ';
}

// An opening and a closing sign with letters between them.
bool has_filled_pair(std::string const& message, std::string_view open, std::string_view close) {
  for (auto begin = message.find(open); begin != std::string::npos; begin = message.find(open, begin + 1)) {
    auto const end = message.find(close, begin + open.size());
    if (end == std::string::npos) return false;
    if (has_letter(std::string_view{message}.substr(begin, end - begin))) return true;
  }
  return false;
}

// "$NAME", "%name%"
bool has_variable(std::string const& message) {
  for (auto sign = message.find('$'); sign != std::string::npos; sign = message.find('$', sign + 1)) {
    if (sign + 2 < message.size() && is_upper(message[sign + 1]) &&
        (is_upper(message[sign + 2]) || message[sign + 2] == '_'))
      return true;
  }
  for (auto sign = message.find('%'); sign != std::string::npos; sign = message.find('%', sign + 1)) {
    auto const end = message.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", sign + 1);
    if (end != std::string::npos && end > sign + 2 && message[end] == '%') return true;
  }
  return false;
}

// "OOO님", "〇〇さん", "亲爱的XX": signs in the place of a name.
bool has_blank_name(std::string const& message) {
  return contains_any(message, {"\u3007\u3007", "\u25CB\u25CB", "\u25EF\u25EF", "OOO", "\u00D7\u00D7", "XX\uFF0C",
                                "XXX", "XX,", "___", "\u304A\u540D\u524D\uFF09"});
}

}  // namespace

bool has_markup(std::string const& message) {
  constexpr std::array<std::string_view, 4> openings{"- ", "* ", "> ", "1. "};
  auto const lowered = to_lower(message);
  if (contains_any(lowered, {"**", "__", "`", "](", "</", "/>", "~~", "||", "[/", "{\""})) return true;
  if (has_json_member(message)) return true;
  if (has_marked_words(message, '_') || has_entity(lowered)) return true;
  // "1. FC K\u00f6ln" is a club: a list's first item goes on in a second line, which is a fault of its own.
  if (std::any_of(openings.begin(), openings.begin() + 3, [&](auto opening) { return message.starts_with(opening); }))
    return true;
  bool const is_list = message.starts_with("1. ") && message.find(" 2. ") != std::string::npos;
  bool const is_table = std::count(message.begin(), message.end(), '|') >= 2;
  return is_list || is_table || has_heading(message) || has_tag(message);
}

bool has_placeholder(std::string const& message) {
  if (contains_any(message, {"{{", "}}", "%s", "${", "*|", "|*"})) return true;
  return has_filled_pair(message, "[", "]") || has_filled_pair(message, "{", "}") || has_variable(message) ||
         has_blank_name(message);
}

bool has_hashtag(std::string const& message) {
  auto const text = characters_of(message);
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    bool const is_sign = text[i] == U'#' || text[i] == U'\uFF03';
    if (!is_sign || (i > 0 && has_letter(utf8_of(text.substr(i - 1, 1))) && text[i - 1] < 0x3000)) continue;
    if (has_letter(utf8_of(text.substr(i + 1, 1)))) return true;
  }
  return false;
}

BracketedParts bracketed_parts(std::string const& message) {
  BracketedParts parts;
  parts.has_direction = message.starts_with("/me ") || (message.starts_with('-') && has_marked_words(message, '-')) ||
                        has_marked_words(message, '*') || has_marked_words(message, '~') ||
                        has_filled_pair(message, "\u3010", "\u3011") || has_filled_pair(message, "\uFF3B", "\uFF3D") ||
                        has_filled_pair(message, "\uFF0A", "\uFF0A");
  for (auto const& [open, close] : {std::pair<std::string_view, std::string_view>{"(", ")"}, {"\uFF08", "\uFF09"}}) {
    for (auto begin = message.find(open); begin != std::string::npos; begin = message.find(open, begin + 1)) {
      auto const end = message.find(close, begin);
      if (end == std::string::npos) break;
      parts.asides.push_back(message.substr(begin + open.size(), end - begin - open.size()));
    }
  }
  return parts;
}

}  // namespace proactive
