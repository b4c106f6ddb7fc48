#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace proactive {

// The number of user-perceived characters (extended grapheme clusters, UAX #29, by utf8proc). An emoji with joiners and
// a letter with combining marks count as one. Bytes that are not UTF-8 count one each.
std::size_t grapheme_count(std::string_view text);

// These characters, one after the other; views into the text.
std::vector<std::string_view> graphemes_of(std::string_view text);

// Valid UTF-8 without NUL: what PostgreSQL accepts as text.
bool is_storable(std::string_view text);

// On one line: control characters (ESC among them), direction overrides and invalid bytes become U+FFFD, line breaks
// and tabs become spaces.
std::string without_controls(std::string_view text);

// The same for a terminal or a table, where what nobody sees (hidden.hpp) becomes U+FFFD, too.
std::string printable(std::string_view text);

bool is_ascii(std::string_view text);

// Whether any character is a letter, in any script.
bool has_letter(std::string_view text);

// Control characters and line breaks become spaces, runs of spaces one, none at either end.
std::string collapse_spaces(std::string_view text);

// With # for each word that has a digit, as numbers and ids have (letters, digits, _ and - make a word): errors that
// differ in these alone become the same.
std::string ids_masked(std::string_view text);

// At most so many user-perceived characters and bytes, never cut inside a character.
std::string shortened(std::string_view text, std::size_t most_characters,
                      std::size_t most_bytes = std::string_view::npos);

// Without characters that nobody sees and models read: zero-width spaces and Unicode's tags. Joiners of emoji stay.
std::string without_invisible(std::string_view text);

// Every `from`, which is not empty, becomes `to`; what is put in is not looked at again.
void replace_all(std::string& text, std::string_view from, std::string_view to);

std::string_view trim(std::string_view text);

// ASCII only; other bytes stay.
std::string to_lower(std::string_view text);

// For comparing: compatibility forms composed, letters in lower case by Unicode's case folding (NFKC_Casefold). Text
// that is not UTF-8 stays as it is.
std::string normalized(std::string_view text);

// The words of a text, normalized: runs of letters, marks and digits of any script, apostrophes of any kind between
// words, and the Turkish i with and without a dot the same.
std::vector<std::string> words_of(std::string_view text);

// The code points of a text; a byte that is not UTF-8 becomes U+FFFD.
std::u32string characters_of(std::string_view text);
// Their UTF-8; what is no code point, such as half of a surrogate pair, becomes U+FFFD.
std::string utf8_of(std::u32string_view characters);

// Letters and accents composed where Unicode has the composed character (NFC). Text that is not UTF-8 stays as it is.
std::string composed(std::string_view text);

// By Unicode's general category, in any script: L* and M*.
bool is_letter(char32_t c);
bool is_mark(char32_t c);
// The letter's other case where that is one letter, else the letter itself.
char32_t lower_case(char32_t c);
char32_t upper_case(char32_t c);
// The first character of the canonical decomposition: e of \u00e9.
char32_t without_accents(char32_t c);
// A normalized text without the accents of its Latin letters: "mañana" as "manana"; other scripts stay.
std::string without_latin_accents(std::string_view text);

// Whether the first comes before the second as people sort: numbers within by their value, "c2" before "c10".
bool is_naturally_less(std::string_view left, std::string_view right);

// Each text once, in the order in which they first stand, and with their number those that stand there several times:
// "3 × unreachable".
std::vector<std::string> grouped(std::vector<std::string> const& texts);

// The parts between spaces, line breaks and tabs, none of them empty.
std::vector<std::string> split_at_spaces(std::string_view text);

// "1 pair", "2 pairs", "0 pairs". Where one and several differ by more than an s, `several` says it all: "2 pairs
// have".
std::string counted_noun(long count, std::string_view one, std::string_view several = {});

// "5", "7.5", "nan": with at most four digits.
std::string number_text(double value);

// "a, b, c"
template <typename Range>
std::string join(Range const& parts, std::string_view separator) {
  std::string joined;
  for (auto const& part : parts) {
    if (!joined.empty()) joined += separator;
    joined += part;
  }
  return joined;
}

}  // namespace proactive
