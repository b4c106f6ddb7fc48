#include "domain/message/name/bare.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "domain/message/name/characters.hpp"
#include "domain/message/name/tables.hpp"

namespace proactive::spoken {

namespace {

constexpr std::size_t most_bytes = 1000;
constexpr auto npos = std::u32string_view::npos;

// Persian and Indic spelling needs joiners between letters.
bool is_spelt_joiner(std::u32string_view text, std::size_t at) {
  auto const is_of_such_a_script = [](char32_t c) {
    return ((c >= 0x600 && c <= 0x6FF) || (c >= 0x900 && c <= 0xDFF)) && (is_name_letter(c) || is_name_mark(c));
  };
  return is_joiner(text[at]) && at > 0 && at + 1 < text.size() && is_of_such_a_script(text[at - 1]) &&
         is_of_such_a_script(text[at + 1]);
}

char32_t plain(char32_t c) {
  if (c >= U'\uFF01' && c <= U'\uFF5E') return c - 0xFEE0;
  if (c == U'\u2010' || c == U'\u2011') return U'-';
  return is_line_break(c) ? U'\n' : is_blank(c) ? U' ' : c;
}

std::u32string_view without_ornaments(std::u32string_view text) {
  while (!text.empty() && is_ornament(text.front())) text.remove_prefix(1);
  return text;
}

// The apostrophe behind a Hebrew letter belongs to it, unless it closes a quotation.
bool ends_with_geresh(std::u32string_view text) {
  return text.size() > 1 && is_apostrophe(text.back()) && script_of(text[text.size() - 2]) == Script::hebrew;
}

std::u32string_view without_ends(std::u32string_view text) {
  constexpr std::u32string_view punctuation = U".,;:!?\u2026-\u2013\u2014\u3002\u3001\u0964";
  bool const is_quoted = !text.empty() && is_apostrophe(text.front());
  text = without_ornaments(text);
  while (!text.empty() && is_ornament(text.back()) && (is_quoted || !ends_with_geresh(text))) text.remove_suffix(1);
  if (!text.empty() && punctuation.find(text.front()) != npos) return {};
  while (!text.empty() && (text.back() == U' ' || punctuation.find(text.back()) != npos)) text.remove_suffix(1);
  return text;
}

std::u32string_view without_emoticon(std::u32string_view text) {
  auto const space = text.rfind(U' ');
  if (space == npos || !emoticons.holds(utf8_of(text.substr(space + 1)))) return text;
  return text.substr(0, space);
}

// "(Sam)" -> "Sam", "Sam (work)" -> "Sam"
std::u32string_view without_brackets(std::u32string_view text) {
  constexpr std::u32string_view opening = U"([\u3010\u3008\u300A";
  constexpr std::u32string_view closing = U")]\u3011\u3009\u300B";
  if (text.empty() || closing.find(text.back()) == npos) return text;
  auto const from = text.rfind(opening[closing.find(text.back())]);
  if (from == npos) return text;
  if (from > 0) return text.substr(0, text[from - 1] == U' ' ? from - 1 : from);
  return text.front() == U'(' ? text.substr(1, text.size() - 2) : text;
}

// A nickname between two words, in brackets or quotes.
std::u32string without_nickname(std::u32string_view text) {
  for (std::u32string_view const pair : {U"()", U"\"\"", U"\u201C\u201D"}) {
    auto const from = text.find(std::u32string{U' ', pair[0]});
    auto const to = from == npos ? npos : text.find_first_of(pair, from + 2);
    bool const is_between = to != npos && text[to] == pair[1] && to + 1 < text.size() && text[to + 1] == U' ';
    if (is_between) return std::u32string{text.substr(0, from)}.append(text.substr(to + 1));
  }
  return std::u32string{text};
}

}  // namespace

std::optional<std::u32string> visible_characters(std::string_view display_name) {
  if (display_name.size() > most_bytes || !is_storable(display_name)) return std::nullopt;
  auto const typed = characters_of(display_name);
  std::u32string visible;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    if (typed[i] == U'\u202D' || typed[i] == U'\u202E') return std::nullopt;
    if (is_invisible(typed[i]) && !is_spelt_joiner(typed, i)) continue;
    auto const c = plain(typed[i]);
    bool const is_at_begin = visible.empty() && (c == U' ' || c == U'\n');
    bool const is_second_space = c == U' ' && !visible.empty() && visible.back() == U' ';
    if (!is_at_begin && !is_second_space) visible += c;
  }
  while (!visible.empty() && (visible.back() == U' ' || visible.back() == U'\n')) visible.pop_back();
  if (visible.find(U'\n') != npos) return std::nullopt;
  return characters_of(composed(utf8_of(visible)));
}

std::u32string bared(std::u32string text) {
  for (;;) {
    // An emoticon goes before its bracket is taken for one.
    std::u32string bare{without_ends(without_emoticon(text))};
    if (bare == text) bare = without_nickname(without_brackets(text));
    if (bare == text) return text;
    text = std::move(bare);
  }
}

}  // namespace proactive::spoken
