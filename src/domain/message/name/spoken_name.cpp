#include "domain/message/name/spoken_name.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "domain/message/name/bare.hpp"
#include "domain/message/name/capitals.hpp"
#include "domain/message/name/characters.hpp"
#include "domain/message/name/east_asian.hpp"
#include "domain/message/name/order.hpp"
#include "domain/message/name/spelling.hpp"
#include "domain/message/name/tables.hpp"
#include "domain/message/name/words.hpp"

namespace proactive {

namespace spoken {

namespace {

using Name = std::optional<std::u32string>;

constexpr std::size_t most_letters_spoken = 24;

// How many words make the name: two of "Abdul Rahman" and "Nur al-Din", three of "Abd al Rahman". None of half a name.
std::size_t words_of_compound(Words const& words) {
  auto const& first = words.front();
  std::size_t size = 1;
  if (compounds.holds(first.key)) {
    size = words.size() > 1 && is_particle(words[1]) ? 3 : 2;
  } else if (words.size() > 1 && compound_tails.holds(words[1].key)) {
    size = 2;
  }
  bool const is_whole = size <= words.size() &&
                        std::none_of(words.begin() + 1, words.begin() + static_cast<long>(size), [](Word const& word) {
                          return is_initial(word) || is_suffix(word) || word.text.ends_with(U'.');
                        });
  if (is_whole) return size;
  return half_names.holds(first.key) ? 0 : 1;
}

// How the first words are said.
Name joined(Words const& words, std::size_t count, Script script, bool is_turkish) {
  std::u32string name;
  for (std::size_t i = 0; i < count; ++i) {
    auto const said = has_capitals(script) ? cased(words[i], is_turkish, i == 0) : words[i].text;
    if (!said) return std::nullopt;
    if (i > 0) name += U' ';
    name += *said;
  }
  if (name.empty()) return std::nullopt;
  return name;
}

Name name_in_words(std::u32string_view text, Script script) {
  auto const words = words_from_first_name(text, script);
  if (!words || (has_capitals(script) && !is_written_like_a_name(*words, script))) return std::nullopt;
  bool const is_turkish = std::any_of(text.begin(), text.end(), is_turkish_letter);
  return joined(*words, words_of_compound(*words), script, is_turkish);
}

Name name_of(std::u32string_view text, Script script) {
  if (script == Script::han) return chinese_or_japanese_name(text);
  if (script == Script::hangul) return korean_name(text);
  return name_in_words(text, script);
}

}  // namespace

}  // namespace spoken

std::optional<std::string> spoken_name(std::string_view display_name) {
  auto const visible = spoken::visible_characters(display_name);
  if (!visible) return std::nullopt;
  auto text = spoken::bared(*visible);
  std::replace(text.begin(), text.end(), U'"', spoken::gershayim);
  auto const script = spoken::script_of_name(text);
  if (!script) return std::nullopt;
  auto const name = spoken::name_of(text, *script);
  if (!name || spoken::letter_count(*name) > spoken::most_letters_spoken) return std::nullopt;
  return composed(utf8_of(*name));
}

}  // namespace proactive
