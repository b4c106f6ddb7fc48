#include "domain/message/name/order.hpp"

#include <algorithm>

#include "domain/message/name/capitals.hpp"
#include "domain/message/name/tables.hpp"

namespace proactive::spoken {

namespace {

constexpr std::size_t most_words_behind_comma = 3;

struct Parts {
  Words words;
  bool surname_is_known;  // it stands in front of a comma
};

std::u32string_view trimmed(std::u32string_view text) {
  while (text.starts_with(U' ')) text.remove_prefix(1);
  while (text.ends_with(U' ')) text.remove_suffix(1);
  return text;
}

bool are_suffixes(std::u32string_view text) {
  auto const words = split(trimmed(text), U' ');
  return std::all_of(words.begin(), words.end(), [](auto word) { return is_suffix(Word{word}); });
}

// "Smith", "de la Cruz"
bool is_one_surname(std::u32string_view text, Script script) {
  auto const words = words_of_name(text);
  if (!words || is_particle(words->back())) return false;
  bool const all_before_are_particles = std::all_of(words->begin(), words->end() - 1, is_particle);
  if (!all_before_are_particles || !has_capitals(script)) return all_before_are_particles;
  auto const shape = shape_of(words->back());
  return shape != Shape::mixed && shape != Shape::initial;
}

// "Smith, John" and "John Smith, PhD"
std::optional<Parts> without_comma(std::u32string_view text, Script script) {
  auto parts = split(text, U',');
  while (parts.size() > 1 && are_suffixes(parts.back())) parts.pop_back();
  bool const surname_is_known = parts.size() == 2;
  if (parts.size() > 2 || (surname_is_known && !is_one_surname(parts.front(), script))) return std::nullopt;
  auto const words = words_of_name(parts.back());
  if (!words || (surname_is_known && words->size() > most_words_behind_comma)) return std::nullopt;
  return Parts{*words, surname_is_known};
}

// Behind a title a word alone may be the surname.
bool drop_titles(Words& words, bool surname_is_known) {
  auto const first = std::find_if(words.begin(), words.end(), [](Word const& word) { return !titles.holds(word.key); });
  bool const has_title = first != words.begin();
  words.erase(words.begin(), first);
  if (!has_title) return true;
  auto const names = std::count_if(words.begin(), words.end(),
                                   [](Word const& word) { return !is_suffix(word) && !is_particle(word); });
  return !words.empty() && (surname_is_known || names >= 2) && !is_placeholder(words.front());
}

bool ends_like_a_surname(Word const& word, Script script) {
  return letter_count(word.text) >= (script == Script::latin ? 6 : 5) && !ending_exceptions.holds(word.key) &&
         surname_endings.holds_end_of(word.key);
}

bool is_no_first_name(Word const& word, Script script) {
  return particles.holds(word.key) || never_first.holds(word.key) || surnames.holds(word.key) ||
         word.key.starts_with("al-") || word.key.starts_with("el-") || ends_like_a_surname(word, script) ||
         word.text.ends_with(U'.') || (has_capitals(script) && is_initial(word));
}

enum class Order { name_first, name_second, unsure };

// Cyrillic names may begin with the surname, which then is known by its ending or by a patronymic as the third word.
Order cyrillic_order(Words const& words) {
  auto const& first = words.front();
  auto const& last = words.back();
  if (words.size() == 3 && female_patronymics.holds_end_of(last.key)) return Order::name_second;
  if (words.size() == 3 && male_patronymics.holds_end_of(last.key))
    return surnames_of_sons.holds_end_of(first.key) ? Order::name_second : Order::unsure;
  bool const is_surname = words.size() > 1 && letter_count(first.text) >= 5 &&
                          surname_or_name.holds_end_of(first.key) && !ending_exceptions.holds(first.key);
  bool const has_surname = surname_or_name.holds_end_of(last.key) || ends_like_a_surname(last, Script::cyrillic);
  return is_surname && !has_surname ? Order::unsure : Order::name_first;
}

// Vietnamese names begin with the surname, and what is said is the last word or two.
bool may_be_vietnamese(std::u32string_view text, Words const& words) {
  bool const ends_with_surname = words.size() == 2 && surnames.holds(words.back().key);
  return words.size() > 1 && !ends_with_surname && std::any_of(text.begin(), text.end(), is_vietnamese_letter);
}

// "Don Carlos", "Kim Minsu"
bool may_be_title_or_surname(Words const& words) {
  return alone_only.holds(words.front().key) && !std::all_of(words.begin() + 1, words.end(), [](Word const& word) {
           return is_suffix(word) || is_initial(word);
         });
}

// What is asked of words in scripts that have no capitals to know names by.
bool is_plain_name(Word const& word, Script script) {
  constexpr std::size_t most_thai_characters = 15;
  if (letter_count(word.text) < 2) return false;
  if (script == Script::arabic) return !word.text.starts_with(U"\u0627\u0644") || article_exceptions.holds(word.key);
  if (script == Script::thai)
    return !thai_prefixes.holds_start_of(word.key) && word.text.size() <= most_thai_characters;
  return true;
}

}  // namespace

std::optional<Words> words_from_first_name(std::u32string_view text, Script script) {
  auto parts = without_comma(text, script);
  if (!parts) return std::nullopt;
  auto& words = parts->words;
  auto const names = std::count_if(words.begin(), words.end(), [](Word const& word) { return !is_particle(word); });
  if (names > (has_capitals(script) ? 5 : 4)) return std::nullopt;
  if (!drop_titles(words, parts->surname_is_known)) return std::nullopt;
  if (script == Script::cyrillic) {
    auto const order = cyrillic_order(words);
    if (order == Order::unsure) return std::nullopt;
    if (order == Order::name_second) words = {words[1], words[0]};
  }
  if (is_no_first_name(words.front(), script) || may_be_vietnamese(text, words) || may_be_title_or_surname(words))
    return std::nullopt;
  if (!has_capitals(script) && !is_plain_name(words.front(), script)) return std::nullopt;
  return words;
}

}  // namespace proactive::spoken
