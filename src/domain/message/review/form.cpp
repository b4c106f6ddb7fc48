#include "domain/message/review/form.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <vector>

#include "base/hidden.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

bool is_in(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }
bool is_one_of(char32_t c, std::u32string_view wanted) { return wanted.find(c) != std::u32string_view::npos; }

// Other than line breaks, which are a fault of their own.
bool has_control(std::string const& message) {
  auto text = message;
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\r', ' ');
  return without_controls(text) != text;
}

// What windows-1252 shows for the bytes 0x80 to 0xBF.
constexpr std::u32string_view continuation_signs =
    U"\u20AC\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u017D\u2018\u2019\u201C\u201D\u2022"
    U"\u2013"
    U"\u2014\u02DC\u2122\u0161\u203A\u0153\u017E\u0178";
// Those of them, and of Latin-1, that stand behind a letter in good texts too.
constexpr std::u32string_view punctuation =
    U"\u2026\u2018\u2019\u201C\u201D\u2013\u2014\u201E\u201A\u203A\u2039\u00A0\u00AB\u00BB";

bool is_continuation(char32_t c) { return is_in(c, 0x80, 0xBF) || is_one_of(c, continuation_signs); }
bool is_odd_continuation(char32_t c) { return is_continuation(c) && !is_one_of(c, punctuation); }

// The letters that UTF-8's first bytes look like, of Latin, Greek, Cyrillic, Hebrew and Arabic letters.
bool is_lead_of_two(char32_t c) {
  return is_one_of(c, U"\u00C2\u00C3\u00C4\u00C5\u00CE\u00CF\u00D0\u00D1\u00D7\u00D8\u00D9");
}
bool is_lead_of_three(char32_t c) { return is_in(c, 0xE0, 0xEF); }

bool has_mojibake(std::u32string const& text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (is_lead_of_two(text[i]) && is_odd_continuation(text[i + 1])) return true;
    bool const is_three = i + 2 < text.size() && is_lead_of_three(text[i]) && is_continuation(text[i + 1]) &&
                          is_continuation(text[i + 2]);
    if (is_three && (is_odd_continuation(text[i + 1]) || is_odd_continuation(text[i + 2]))) return true;
  }
  return false;
}

// "\n", "\"", "\u00e9", and not the arm of ¯\_(ツ)_/¯.
bool has_escape(std::u32string const& text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == U'\\' && is_one_of(text[i + 1], U"nrtux\"'\\")) return true;
  }
  return false;
}

// The flag of Scotland: a black flag, its letters as tags, and the tag that ends it. Returns where it ends.
std::size_t end_of_flag(std::u32string const& text, std::size_t flag) {
  constexpr char32_t cancel = 0xE007F;
  auto end = flag + 1;
  while (end < text.size() && end < flag + 8 && is_in(text[end], 0xE0061, 0xE007A)) ++end;
  return end < text.size() && text[end] == cancel && end > flag + 2 ? end : flag;
}

// Words that others must follow. Of the languages that put such words before what they belong to.
std::map<std::string_view, std::vector<std::string_view>> const& leading_words() {
  static std::map<std::string_view, std::vector<std::string_view>> const words{
      {"en",
       {"and", "or", "but", "the", "a", "an", "to", "of", "with", "because", "your", "my", "if", "that's", "i", "we"}},
      {"es",
       {"y", "o", "pero", "el", "la", "los", "las", "un", "una", "de", "con", "porque", "tu", "mi", "que", "si", "en",
        "por"}},
      {"pt", {"e",   "ou",     "mas", "o",   "a",   "os", "as", "um", "uma", "de",
              "com", "porque", "seu", "sua", "que", "se", "em", "no", "na",  "por"}},
      {"de",
       {"und", "oder", "aber", "der", "die", "das", "ein", "eine", "einen", "mit", "weil", "dein", "deine", "wenn",
        "dass", "dem", "den", "auf", "im"}},
      {"fr",
       {"et", "ou", "mais", "le", "la", "les", "un", "une", "de", "des", "avec", "parce", "ton", "ta", "que", "si",
        "\u00e0", "en"}},
      {"id", {"dan", "atau", "tapi", "dengan", "karena", "yang", "di", "ke", "dari", "kalau", "untuk", "atas"}},
      {"hi", {"और", "या", "लेकिन", "क्योंकि", "अगर", "कि"}}};
  return words;
}

bool ends_with_leading_word(std::string const& message, std::string const& language) {
  constexpr std::array<std::string_view, 9> endings{
      "\u305D\u308C\u3067", "\u305D\u3057\u3066",  "\u3060\u304B\u3089",  "\u7136\u540E",       "\u800C\u4E14",
      "\u56E0\u4E3A",       " \uADF8\uB9AC\uACE0", " \uADF8\uB798\uC11C", " \uADF8\uB7F0\uB370"};
  if (std::any_of(endings.begin(), endings.end(), [&](auto ending) { return message.ends_with(ending); })) return true;
  auto const found = leading_words().find(language.substr(0, language.find('-')));
  if (found == leading_words().end()) return false;
  auto const space = message.find_last_of(' ');
  if (space == std::string::npos) return false;
  auto const last = to_lower(message.substr(space + 1));
  return std::find(found->second.begin(), found->second.end(), last) != found->second.end();
}

bool has_open_pair(std::u32string const& text) {
  constexpr std::u32string_view pairs = U"()[]{}\uFF08\uFF09\u300C\u300D\u300E\u300F\u3010\u3011\u00AB\u00BB";
  for (std::size_t i = 0; i < pairs.size(); i += 2) {
    auto const opened = std::count(text.begin(), text.end(), pairs[i]);
    auto const closed = std::count(text.begin(), text.end(), pairs[i + 1]);
    if (opened > closed) return true;
  }
  // Where others open, Germans close: \u201E...\u201C.
  auto const count = [&](char32_t quote) { return std::count(text.begin(), text.end(), quote); };
  bool const has_open_quote = count(U'\u201C') - count(U'\u201E') > count(U'\u201D');
  return has_open_quote || count(U'"') % 2 != 0;
}

}  // namespace

bool has_broken_characters(std::string const& message) {
  auto const text = characters_of(message);
  return has_control(message) || text.find(U'\uFFFD') != std::u32string::npos || has_mojibake(text) || has_escape(text);
}

bool has_hidden_characters(std::string const& message) {
  auto const text = characters_of(message);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == 0x1F3F4) i = end_of_flag(text, i);
    if (text[i] == 0xE007F && i > 0) continue;  // the end of a flag that was just passed
    if (is_hidden_at(text, i)) return true;
  }
  return false;
}

std::string without_hidden_characters(std::string const& text) {
  auto const all = characters_of(text);
  std::u32string visible;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!is_hidden_at(all, i)) visible += all[i];
  }
  return utf8_of(visible);
}

bool is_unfinished(std::string const& message, std::string const& language) {
  auto const text = characters_of(trim(message));
  if (text.empty()) return false;
  constexpr std::u32string_view open_ends = U",;:-\u2013\u2014\uFF0C\u3001\uFF1B\uFF1A(\u300C\uFF08\u060C";
  return is_one_of(text.back(), open_ends) || has_open_pair(text) || ends_with_leading_word(message, language);
}

}  // namespace proactive
