#pragma once

#include <string>
#include <string_view>

// Words that say nothing of what a text is about, in the ten languages of the templates. Pure.
namespace proactive {

// The languages, a bit each, in which this word is one: normalized, without accents of Latin letters. 0: in none.
unsigned languages_of_stop_word(std::string const& word);

// The same of a Korean word without its particle.
bool is_korean_stop_word(std::u32string_view word);

// A Chinese character that stands in texts about anything, in Japanese too.
bool is_common_character(char32_t character);

}  // namespace proactive
