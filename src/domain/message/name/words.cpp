#include "domain/message/name/words.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "domain/message/name/characters.hpp"
#include "domain/message/name/tables.hpp"

namespace proactive::spoken {

namespace {

std::string key_of(std::u32string_view text) {
  std::u32string plain;
  for (auto const c : text)
    if (c != U'.') plain += is_apostrophe(c) ? U'\'' : c;
  while (plain.ends_with(U'\'')) plain.pop_back();
  return utf8_of(lowered(plain));
}

std::vector<std::string_view> hyphenated_parts(std::string_view key) {
  std::vector<std::string_view> parts;
  for (;;) {
    auto const end = key.find('-');
    parts.push_back(key.substr(0, end));
    if (end == std::string_view::npos) return parts;
    key.remove_prefix(end + 1);
  }
}

// "no-name" is "noname"; "test-user" is "test", but "Yu-na" is no "yu".
bool is_in_or_begins_with(Word const& word, WordTable const& table) {
  auto const parts = hyphenated_parts(word.key);
  return table.holds(word.key) || table.holds(join(parts, "")) ||
         (parts.size() > 1 && grapheme_count(parts.front()) >= 3 && table.holds(parts.front()));
}

bool is_business_or_insult(Word const& word) {
  auto const is_such = [](std::string_view key) { return business_words.holds(key) || insults.holds(key); };
  auto const parts = hyphenated_parts(word.key);
  return is_such(word.key) || std::any_of(parts.begin(), parts.end(), is_such);
}

bool is_abbreviation(Word const& word) {
  return (is_initial(word) && is_capital(word.text.front())) || titles.holds(word.key) || suffixes.holds(word.key);
}

bool has_dot_inside(std::u32string_view text) { return text.find(U'.') < text.size() - 1; }

// A hyphen or apostrophe stands between letters, but for Hebrew's.
bool joins_letters(std::u32string_view text, std::size_t at) {
  if (at == 0) return false;
  if (is_apostrophe(text[at]) && script_of(text[at - 1]) == Script::hebrew) return true;
  return at + 1 < text.size() && (is_name_letter(text[at - 1]) || is_name_mark(text[at - 1])) &&
         is_name_letter(text[at + 1]);
}

bool has_long_parts(std::u32string_view text) {
  auto const parts = split(text, U'-');
  return parts.size() == 1 || (parts.size() <= 3 && std::all_of(parts.begin(), parts.end(),
                                                                [](auto part) { return letter_count(part) >= 2; }));
}

bool is_spelt_like_a_name(Word const& word) {
  auto const& text = word.text;
  if (has_dot_inside(text) && !is_abbreviation(word)) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_middle_dot(text[i])) return false;
    bool const joins = text[i] == U'-' || is_apostrophe(text[i]);
    if (joins && !joins_letters(text, i) && !is_particle(word)) return false;
  }
  return letter_count(text) > 0 && !word.key.ends_with("'s") && (has_long_parts(text) || titles.holds(word.key));
}

bool is_company(Word const& last) {
  return company_forms.holds(last.key) && std::none_of(last.text.begin(), last.text.end(),
                                                       [](char32_t c) { return is_name_letter(c) && !is_capital(c); });
}

bool are_of_a_name(Words const& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto const& word = words[i];
    if (!is_spelt_like_a_name(word) || message_words.holds(word.key) || is_business_or_insult(word)) return false;
    // Between surnames a particle may look like an "and": Ortega y Gasset.
    if (i > 0 && conjunctions.holds(word.key) && (i == 1 || !is_particle(word))) return false;
  }
  return !is_placeholder(words.front()) && (words.size() == 1 || !is_company(words.back()));
}

}  // namespace

Word::Word(std::u32string_view spelt) : text(spelt), key(key_of(spelt)) {}

bool is_particle(Word const& word) { return particles.holds(word.key) || particles_or_names.holds(word.key); }

bool is_suffix(Word const& word) { return suffixes.holds(word.key); }

bool is_initial(Word const& word) {
  auto parts = split(word.text, U'.');
  if (parts.size() > 1 && parts.back().empty()) parts.pop_back();
  return std::all_of(parts.begin(), parts.end(), [](std::u32string_view part) {
    return !part.empty() && is_name_letter(part[0]) && std::all_of(part.begin() + 1, part.end(), is_name_mark);
  });
}

bool is_placeholder(Word const& word) {
  return is_in_or_begins_with(word, placeholders) || is_in_or_begins_with(word, roles);
}

std::optional<Words> words_of_name(std::u32string_view text) {
  Words words;
  std::string phrase;
  for (auto rest : split(text, U' ')) {
    if (rest.empty()) continue;
    for (auto dot = rest.find(U'.'); dot < rest.size() - 1; dot = rest.find(U'.')) {
      if (!titles.holds(key_of(rest.substr(0, dot)))) break;
      words.emplace_back(rest.substr(0, dot));
      rest.remove_prefix(dot + 1);
    }
    words.emplace_back(rest);
  }
  for (auto const& word : words) phrase += (phrase.empty() ? "" : " ") + word.key;
  if (words.empty() || placeholder_phrases.holds(phrase) || !are_of_a_name(words)) return std::nullopt;
  return words;
}

}  // namespace proactive::spoken
