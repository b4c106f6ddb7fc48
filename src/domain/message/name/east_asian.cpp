#include "domain/message/name/east_asian.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "domain/message/name/characters.hpp"
#include "domain/message/name/tables.hpp"

namespace proactive::spoken {

namespace {

using Text = std::u32string_view;
using Name = std::optional<std::u32string>;

bool is_of(Text text, Script script, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [&](char32_t c) { return script_of(c) == script; });
}

bool is_in(WordTable const& table, Text word) { return table.holds(utf8_of(word)); }

bool is_word(Text text) {
  auto const word = utf8_of(text);
  return east_asian_words.holds(word) || placeholders.holds(word) || insults.holds(word) || business_words.holds(word);
}

bool is_sign(char32_t c) { return c == U',' || c == U'.' || c == U'-' || is_apostrophe(c); }

bool has_one_letter_only(Text word) { return word.find_first_not_of(word.front()) == Text::npos; }

bool is_kana_name(Text word) {
  return (is_of(word, Script::hiragana, 2, 4) || is_of(word, Script::katakana, 2, 8)) && !is_word(word) &&
         !has_one_letter_only(word) && word.front() != U'\u30FC' && !kana_surnames.holds_start_of(utf8_of(word)) &&
         !is_in(east_asian_honorifics, word);
}

// Little Ming (U+5C0F), A-Ming (U+963F), Nana
bool is_chinese_nickname(Text word) {
  return is_of(word, Script::han, 2, 2) && (word[0] == U'\u5C0F' || word[0] == U'\u963F' || has_one_letter_only(word));
}

constexpr std::size_t longest_honorific = 3;

// How many characters of the word are an honorific at its end.
std::size_t honorific_length(Text word) {
  for (std::size_t length = longest_honorific; length > 0; --length)
    if (word.size() >= length && is_in(east_asian_honorifics, word.substr(word.size() - length))) return length;
  return 0;
}

// What Japanese honorifics may stand behind: names, and no roles with a polite prefix (o-, go-).
bool may_be_honoured(Text name) {
  bool const is_polite = Text{U"\u304A\u3054\u5FA1"}.find(name.substr(0, 1)) != Text::npos;
  return !is_polite && !is_word(name) &&
         (is_of(name, Script::han, 1, 3) || is_of(name, Script::hiragana, 2, 6) || is_of(name, Script::katakana, 2, 8));
}

Name name_of_one_word(Text word) {
  auto const length = honorific_length(word);
  bool const is_said = length > 0 ? may_be_honoured(word.substr(0, word.size() - length))
                                  : is_kana_name(word) || is_chinese_nickname(word);
  if (!is_said) return std::nullopt;
  return std::u32string{word};
}

// Of a surname and a name in either order the name, where both are known by their form.
template <typename IsPair>
Name name_of_two_words(std::vector<Text> const& words, IsPair is_pair) {
  if (words.size() != 2) return std::nullopt;
  if (is_pair(words[0], words[1])) return std::u32string{words[1]};
  if (is_pair(words[1], words[0])) return std::u32string{words[0]};
  return std::nullopt;
}

bool is_chinese_pair(Text surname, Text name) { return is_in(han_surnames, surname) && is_of(name, Script::han, 2, 2); }
bool is_japanese_pair(Text surname, Text name) { return is_of(surname, Script::han, 1, 3) && is_kana_name(name); }
bool is_korean_pair(Text surname, Text name) {
  return (is_in(hangul_surnames, surname) || is_in(rare_hangul_surnames, surname)) && is_of(name, Script::hangul, 2, 2);
}

// A foreign name, with dots between its words.
Name name_before_dot(std::u32string text) {
  std::replace_if(text.begin(), text.end(), is_middle_dot, U'\u30FB');
  auto const parts = split(text, U'\u30FB');
  auto const first = parts.front();
  auto const are_all = [&](Script script, std::size_t most) {
    return std::all_of(parts.begin(), parts.end(), [&](Text part) { return is_of(part, script, 1, most); });
  };
  bool const is_foreign =
      (are_all(Script::katakana, text.size()) && first.size() <= 8) || (are_all(Script::han, 6) && first.size() <= 5);
  if (!is_foreign || first.size() < 2 || std::any_of(parts.begin(), parts.end(), is_word)) return std::nullopt;
  return std::u32string{first};
}

}  // namespace

Name chinese_or_japanese_name(Text text) {
  auto const words = split(text, U' ');
  if (std::any_of(text.begin(), text.end(), is_sign) || std::any_of(words.begin(), words.end(), is_word))
    return std::nullopt;
  if (std::any_of(text.begin(), text.end(), is_middle_dot)) return name_before_dot(std::u32string{text});
  if (words.size() == 1) return name_of_one_word(text);
  if (words.size() == 2 && is_in(east_asian_honorifics, words[1]))
    return name_of_one_word(std::u32string{words[0]}.append(words[1]));
  auto const chinese = name_of_two_words(words, is_chinese_pair);
  return chinese ? chinese : name_of_two_words(words, is_japanese_pair);
}

Name korean_name(Text text) {
  auto const words = split(text, U' ');
  bool const has_sign =
      std::any_of(text.begin(), text.end(), [](char32_t c) { return is_sign(c) || is_middle_dot(c); });
  if (has_sign || std::any_of(words.begin(), words.end(), is_word)) return std::nullopt;
  bool const is_honoured = words.size() <= 2 && honorific_length(text) == 1;
  if (is_honoured) {
    auto const name = words.size() == 2 ? words[0] : text.substr(0, text.size() - 1);
    bool const is_said =
        is_of(name, Script::hangul, 2, 4) && !is_word(name) && (words.size() == 1 || words[1].size() == 1);
    if (!is_said) return std::nullopt;
    return std::u32string{text};
  }
  if (words.size() != 1) return name_of_two_words(words, is_korean_pair);
  bool const is_said =
      is_of(text, Script::hangul, 2, 2) && !has_one_letter_only(text) && !is_in(hangul_surnames, text.substr(0, 1));
  if (!is_said) return std::nullopt;
  return std::u32string{text};
}

std::string with_one_honorific(std::string message, std::string_view name) {
  if (is_ascii(name)) return message;
  auto const said = characters_of(name);
  if (honorific_length(said) == 0) return message;
  auto text = characters_of(message);
  for (auto at = text.find(said); at != std::u32string::npos; at = text.find(said, at)) {
    at += said.size();
    for (std::size_t length = longest_honorific; length > 0; --length) {
      if (is_in(east_asian_honorifics, Text{text}.substr(at, length))) text.erase(at, length);
    }
  }
  return utf8_of(text);
}

}  // namespace proactive::spoken
