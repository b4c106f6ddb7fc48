#include "domain/llm/quotation.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.hpp"
#include "domain/message/review/form.hpp"

namespace proactive {

namespace {

constexpr std::size_t bytes_of_character = 8;  // a character, on average

struct Substitution {
  std::u32string_view signs;
  char32_t by;
};
// The signs of ASCII first, then what looks like them and has no compatibility form.
constexpr std::array<Substitution, 8> substitutions{{
    {U"\"\u201C\u201D\u201E\u201F\u2033\u2036\u275D\u275E\u301D\u301E\u301F\u02BA\u02DD\u02EE\u05F4\u2E42\U0001F676"
     U"\U0001F677\U0001F678",
     U'\''},
    {U"`\u02CB\uFF40", U'\''},
    {U"\\\u2216\u29F5\u29F9\u2572", U'/'},
    {U"<\u27E8\u2329\u3008\u276C\u276E\u2770\u29FC\u02C2\u1438\u227A\u2A9D", U'\u2039'},
    {U">\u27E9\u232A\u3009\u276D\u276F\u2771\u29FD\u02C3\u1433\u227B\u2A9E", U'\u203A'},
    {U"[{\u2774\u2983\u27E6\u301A\u3010\u3014\u2772\u2045", U'('},
    {U"]}\u2775\u2984\u27E7\u301B\u3011\u3015\u2773\u2046", U')'},
    {U"|\u2223\u01C0\u23D0\u2758\u2502", U'\u00A6'},
}};

constexpr std::u32string_view ascii_signs{U"\"`\\<>[]{}|"};

char32_t substitute(char32_t c) {
  auto const* const found = std::find_if(substitutions.begin(), substitutions.end(), [&](auto const& each) {
    return each.signs.find(c) != std::string_view::npos;
  });
  return found == substitutions.end() ? c : found->by;
}

// A full-width bracket, a small one, one for vertical lines: what they are folded to. Other signs stay.
std::u32string folded(char32_t c) {
  if (c < 0x80 || is_letter(c)) return {c};
  auto const plain = characters_of(normalized(utf8_of(std::u32string_view{&c, 1})));
  bool const is_disguise = plain.find_first_of(ascii_signs) != std::u32string::npos;
  bool const is_space = !plain.empty() && plain.front() == U' ';  // also those that stand under an accent
  return is_disguise || is_space ? plain : std::u32string{c};
}

std::string without_delimiters(std::string const& text) {
  std::u32string safe;
  for (auto const c : characters_of(text)) {
    for (auto const each : folded(c)) safe += substitute(each);
  }
  return utf8_of(safe);
}

}  // namespace

std::string as_data(std::string const& text, std::size_t most_characters) {
  auto const visible = without_invisible(without_hidden_characters(collapse_spaces(text)));
  return shortened(collapse_spaces(without_delimiters(visible)), most_characters, bytes_of_character * most_characters);
}

}  // namespace proactive
