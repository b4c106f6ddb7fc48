#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// What characters are to the rules of names. Characters are code points, texts are composed (NFC).
namespace proactive::spoken {

// "Sam", "Smith" of "Sam Smith"; a separator at an end or beside another parts empty pieces.
std::vector<std::u32string_view> split(std::u32string_view text, char32_t separator);

enum class Script {
  none,
  latin,
  greek,
  cyrillic,
  armenian,
  hebrew,
  arabic,
  thaana,
  devanagari,
  bengali,
  gurmukhi,
  gujarati,
  oriya,
  tamil,
  telugu,
  kannada,
  malayalam,
  sinhala,
  thai,
  lao,
  myanmar,
  georgian,
  ethiopic,
  khmer,
  tifinagh,
  hiragana,
  katakana,
  han,
  hangul
};

// The script of the characters that names are written with; none for all others.
Script script_of(char32_t c);
bool has_capitals(Script script);
// Whether words of the script write a letter three times in a row.
bool repeats_letters(Script script);

bool is_name_letter(char32_t c);
bool is_name_mark(char32_t c);
// A mark of no script of its own, such as U+0301.
bool is_general_mark(char32_t c);
std::size_t letter_count(std::u32string_view text);

bool is_capital(char32_t c);
// In lower case, also the Greek final sigma. In Turkish the capital I is the one without a dot.
std::u32string lowered(std::u32string_view text, bool turkish = false);

bool is_apostrophe(char32_t c);
bool is_middle_dot(char32_t c);
bool is_joiner(char32_t c);     // U+200C and U+200D
bool is_invisible(char32_t c);  // joiners among them
bool is_blank(char32_t c);      // all that is to be seen as a space
bool is_line_break(char32_t c);
bool is_ornament(char32_t c);           // what stands around names: emoji, stars, quotes, spaces
bool is_vietnamese_letter(char32_t c);  // a letter that only Vietnamese has
bool is_turkish_letter(char32_t c);     // a letter that says whether an I has a dot

}  // namespace proactive::spoken
