#include "domain/message/review/skeleton.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"

namespace proactive {

namespace {

// From Unicode's confusables (UTS #39): the small Cyrillic and Greek letters that look like a Latin one.
constexpr std::array<std::pair<char32_t, char>, 32> look_alikes{
    {{U'\u0430', 'a'}, {U'\u0435', 'e'}, {U'\u043E', 'o'}, {U'\u0440', 'p'}, {U'\u0441', 'c'}, {U'\u0443', 'y'},
     {U'\u0445', 'x'}, {U'\u0456', 'i'}, {U'\u0458', 'j'}, {U'\u0455', 's'}, {U'\u04BB', 'h'}, {U'\u0501', 'd'},
     {U'\u051B', 'q'}, {U'\u051D', 'w'}, {U'\u043A', 'k'}, {U'\u043C', 'm'}, {U'\u0442', 't'}, {U'\u043D', 'h'},
     {U'\u0432', 'b'}, {U'\u03BF', 'o'}, {U'\u03B1', 'a'}, {U'\u03B5', 'e'}, {U'\u03B9', 'i'}, {U'\u03BD', 'v'},
     {U'\u03C1', 'p'}, {U'\u03BA', 'k'}, {U'\u03C5', 'u'}, {U'\u0261', 'g'}, {U'\u0131', 'i'}, {U'\u1D0F', 'o'},
     {U'\u217C', 'l'}, {U'\u0251', 'a'}}};

// Full stops that a domain is read with too: UTS #46.
bool is_full_stop(char32_t c) { return c == U'\u3002' || c == U'\uFF0E' || c == U'\uFF61' || c == U'\u2024'; }

// Where the ten digits of other scripts begin.
constexpr std::array<char32_t, 5> zeros{0x660, 0x6F0, 0x966, 0x9E6, 0xE50};

char32_t as_digit(char32_t c) {
  auto const* const zero =
      std::find_if(zeros.begin(), zeros.end(), [&](char32_t first) { return c >= first && c < first + 10; });
  return zero == zeros.end() ? c : U'0' + (c - *zero);
}

bool is_latin(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9'); }

char as_latin(char32_t c) {
  auto const* const found =
      std::find_if(look_alikes.begin(), look_alikes.end(), [&](auto const& pair) { return pair.first == c; });
  return found == look_alikes.end() ? '\0' : found->second;
}

// A word of Cyrillic letters alone is Russian, not a disguise.
bool mixes_scripts(std::u32string_view word) {
  bool const has_latin = std::any_of(word.begin(), word.end(), is_latin);
  return has_latin && std::any_of(word.begin(), word.end(), [](char32_t c) { return as_latin(c) != '\0'; });
}

}  // namespace

std::string skeleton_of(std::string_view text) {
  auto folded = normalized(text);
  if (is_ascii(folded)) return folded;
  auto characters = characters_of(folded);
  constexpr char32_t keycap = 0x20E3;
  std::erase(characters, keycap);
  for (std::size_t begin = 0; begin < characters.size();) {
    auto const end = std::min(characters.find(U' ', begin), characters.size());
    bool const is_mixed = mixes_scripts(std::u32string_view{characters}.substr(begin, end - begin));
    for (auto at = begin; at < end; ++at) {
      auto const latin = is_mixed ? as_latin(characters[at]) : '\0';
      if (latin != '\0') characters[at] = static_cast<char32_t>(latin);
      if (is_full_stop(characters[at])) characters[at] = U'.';
      characters[at] = as_digit(characters[at]);
    }
    begin = end + 1;
  }
  return utf8_of(characters);
}

}  // namespace proactive
