#include "domain/message/name/spelling.hpp"

#include <algorithm>

#include "domain/message/name/words.hpp"

namespace proactive::spoken {

namespace {

constexpr std::size_t most_letters_of_name = 40;
constexpr std::size_t most_letters_of_word = 20;

bool may_stand_in_name(std::u32string_view text, std::size_t at) {
  auto const c = text[at];
  if (c == gershayim) {
    return at > 0 && at + 1 < text.size() && script_of(text[at - 1]) == Script::hebrew &&
           script_of(text[at + 1]) == Script::hebrew;
  }
  return std::u32string_view{U" -.,"}.find(c) != std::u32string_view::npos || is_apostrophe(c) || is_middle_dot(c) ||
         is_joiner(c) || is_name_letter(c) || is_name_mark(c);
}

// Three marks of a script on a letter, or one of those that all share, and of these at most three in the name.
bool has_few_marks(std::u32string_view text) {
  std::size_t in_row = 0;
  std::size_t general = 0;
  char32_t before = U' ';
  for (auto const c : text) {
    if (is_name_mark(c)) {
      bool const is_general = is_general_mark(c);
      if (!is_name_letter(before) && !is_name_mark(before) && !is_joiner(before)) return false;
      if (++in_row > (is_general ? 1U : 3U) || (is_general && ++general > 3)) return false;
    } else {
      in_row = 0;
    }
    before = c;
  }
  return true;
}

std::optional<Script> only_script_of(std::u32string_view text) {
  auto only = Script::none;
  for (auto const c : text) {
    if (!is_name_letter(c)) continue;
    auto script = script_of(c);
    if (script == Script::hiragana || script == Script::katakana) script = Script::han;
    if (only != Script::none && script != only) return std::nullopt;
    only = script;
  }
  if (only == Script::none) return std::nullopt;
  return only;
}

std::size_t longest_run(std::u32string_view word) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    run = i > 0 && word[i] == word[i - 1] ? run + 1 : 1;
    if (is_name_letter(word[i])) longest = std::max(longest, run);
  }
  return longest;
}

bool is_one_letter_repeated(std::u32string_view word) {
  std::u32string letters;
  std::copy_if(word.begin(), word.end(), std::back_inserter(letters), is_name_letter);
  return letters.size() > 1 && letters.find_first_not_of(letters.front()) == std::u32string::npos;
}

}  // namespace

std::optional<Script> script_of_name(std::u32string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (!may_stand_in_name(text, i)) return std::nullopt;
  auto const script = only_script_of(text);
  if (!script || !has_few_marks(text) || letter_count(text) > most_letters_of_name) return std::nullopt;
  auto const words = split(text, U' ');
  if (has_capitals(*script) && is_one_letter_repeated(lowered(words.front()))) return std::nullopt;
  std::size_t const most_in_row = repeats_letters(*script) ? 3 : 2;
  for (auto const word : words) {
    if (letter_count(word) > most_letters_of_word) return std::nullopt;
    // "III" is no letter repeated.
    bool const is_listed = word.ends_with(U',');
    if (longest_run(lowered(word)) > most_in_row && !is_suffix(Word{word.substr(0, word.size() - (is_listed ? 1 : 0))}))
      return std::nullopt;
  }
  return script;
}

}  // namespace proactive::spoken
