#include "domain/message/name/capitals.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "domain/message/name/tables.hpp"

namespace proactive::spoken {

namespace {

constexpr std::size_t most_consonants_in_row = 5;

std::u32string letters_of(std::u32string_view text) {
  std::u32string letters;
  std::copy_if(text.begin(), text.end(), std::back_inserter(letters), is_name_letter);
  return letters;
}

bool has_no_capital(std::u32string_view text) { return std::none_of(text.begin(), text.end(), is_capital); }

bool are_all_capitals(std::u32string_view letters) { return std::all_of(letters.begin(), letters.end(), is_capital); }

// "McKenna": one more capital, behind one of the prefixes, with a small letter behind it.
bool has_inner_capital(std::u32string_view letters) {
  auto const inner = std::find_if(letters.begin() + 1, letters.end(), is_capital);
  auto const prefix = letters.substr(0, static_cast<std::size_t>(inner - letters.begin()));
  return letters.end() - inner >= 2 && std::none_of(inner + 1, letters.end(), is_capital) &&
         inner_prefixes.holds(utf8_of(lowered(prefix)));
}

// Of what hyphens and apostrophes part; with a letter.
Shape shape_of_part(std::u32string_view letters) {
  if (has_no_capital(letters)) return Shape::lower;
  if (are_all_capitals(letters)) return letters.size() == 1 ? Shape::initial : Shape::capitals;
  if (!is_capital(letters.front())) return Shape::mixed;
  if (has_no_capital(letters.substr(1))) return Shape::title;
  return has_inner_capital(letters) ? Shape::inner : Shape::mixed;
}

std::vector<std::u32string> parts_of(std::u32string_view text) {
  std::vector<std::u32string> parts(1);
  for (auto const c : text) {
    if (is_name_letter(c)) parts.back() += c;
    bool const parts_letters = c == U'-' || c == U'.' || is_apostrophe(c);
    if (parts_letters && !parts.back().empty()) parts.emplace_back();
  }
  if (parts.back().empty()) parts.pop_back();
  return parts;
}

// Words behind the first: "Smith", "d'Arc", "al-Masri", "uddin".
bool may_follow(Word const& word) {
  std::u32string_view rest = word.text;
  for (std::u32string_view const article : {U"d'", U"d\u2019", U"l'", U"l\u2019", U"al-", U"el-"}) {
    if (!rest.starts_with(article)) continue;
    rest.remove_prefix(article.size());
    break;
  }
  return is_capital(rest.front()) || compound_tails.holds(Word{rest}.key);
}

bool is_vowel(char32_t letter) {
  constexpr std::u32string_view vowels =
      U"aeiouy\u00E6\u00F8\u0153\u0259\u0131"
      U"\u0430\u0435\u0438\u0456\u043E\u0443\u044B\u044D\u044E\u044F\u0454\u04AF\u04E9\u04D9\u04B1";
  return vowels.find(without_accents(letter)) != std::u32string_view::npos;
}

bool can_be_pronounced(std::u32string_view word, Script script) {
  if (script != Script::latin && script != Script::cyrillic) return true;
  std::size_t run = 0;
  std::size_t longest = 0;
  auto const letters = letters_of(lowered(word));
  for (auto const letter : letters) {
    run = is_vowel(letter) ? 0 : run + 1;
    longest = std::max(longest, run);
  }
  return longest < letters.size() && longest <= most_consonants_in_row;
}

// O'Brien, McDonald, DeLuca; not D'Angelo, nor the Uzbek letter of O\u2018tkir.
bool is_shaped_like_a_surname(Word const& word) {
  auto const& text = word.text;
  bool const is_uzbek = text.size() > 2 && (text[0] == U'O' || text[0] == U'o') &&
                        (text[1] == U'\u2018' || text[1] == U'\u02BB') && !is_capital(text[2]);
  if (is_uzbek || given_shapes.holds(word.key)) return false;
  return shape_of(word) == Shape::inner || surname_starts.holds_start_of(word.key);
}

std::u32string capitalized(std::u32string part, bool is_turkish) {
  auto const upper = [&](char32_t c) { return is_turkish && c == U'i' ? U'\u0130' : upper_case(c); };
  part[0] = upper(part[0]);
  if (part.size() > 2 && is_apostrophe(part[1])) part[2] = upper(part[2]);
  return part;
}

}  // namespace

Shape shape_of(Word const& word) {
  if (is_initial(word) && is_capital(word.text.front())) return Shape::initial;
  auto const letters = letters_of(word.text);
  if (are_all_capitals(letters)) return Shape::capitals;
  if (has_no_capital(letters)) return Shape::lower;
  auto const parts = parts_of(word.text);
  auto const first = shape_of_part(parts.front());
  bool has_inner = first == Shape::inner;
  bool const is_single = first == Shape::initial && word.text.size() > 1 && is_apostrophe(word.text[1]);
  if (!has_inner && first != Shape::title && !is_single) return Shape::mixed;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    auto const shape = shape_of_part(parts[i]);
    if (shape == Shape::inner) has_inner = true;
    if (shape != Shape::inner && shape != Shape::title && shape != Shape::lower) return Shape::mixed;
  }
  return has_inner ? Shape::inner : Shape::title;
}

bool is_written_like_a_name(Words const& words, Script script) {
  auto const& first = words.front();
  auto const first_shape = shape_of(first);
  bool is_alone = true;
  bool all_alike = true;
  bool all_may_follow = first_shape == Shape::title || first_shape == Shape::inner;
  std::size_t proper = 1;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (is_suffix(words[i])) continue;
    is_alone = false;
    auto const shape = shape_of(words[i]);
    if (is_particle(words[i]) || shape == Shape::initial) continue;
    ++proper;
    all_alike = all_alike && shape == first_shape;
    all_may_follow = all_may_follow && may_follow(words[i]);
  }
  bool const all_capitals = all_alike && first_shape == Shape::capitals && letter_count(first.text) >= 3;
  bool const all_lower = all_alike && first_shape == Shape::lower && proper <= 2;
  if (!all_capitals && !all_lower && !all_may_follow) return false;
  return can_be_pronounced(first.text, script) && !(is_alone && is_shaped_like_a_surname(first));
}

std::optional<std::u32string> cased(Word const& word, bool is_turkish, bool is_first) {
  auto const& text = word.text;
  auto const shape = shape_of(word);
  if (!is_first && is_particle(word)) return lowered(text);
  if (shape != Shape::capitals && shape != Shape::lower) return text;
  bool const may_be_turkish =
      !is_turkish && text.find(U'\u015E') != std::u32string::npos && text.find(U'I', 1) != std::u32string::npos;
  if (may_be_turkish) return std::nullopt;
  std::u32string said;
  auto const low = lowered(text, is_turkish);
  for (auto const part : split(low, U'-')) {
    bool const stays_low = !(is_first && said.empty()) && is_particle(Word{part});
    if (!said.empty()) said += U'-';
    said += stays_low ? std::u32string{part} : capitalized(std::u32string{part}, is_turkish);
  }
  return said;
}

}  // namespace proactive::spoken
