#include "domain/message/quotable.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "domain/message/review.hpp"
#include "domain/message/unquotable.hpp"

namespace proactive {

namespace {

using Words = std::vector<std::string>;

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_number(std::string const& word) { return !word.empty() && is_digit(static_cast<unsigned char>(word[0])); }

bool holds(Words const& words, std::initializer_list<std::string_view> wanted) {
  return std::any_of(words.begin(), words.end(), [&](std::string const& word) {
    return std::find(wanted.begin(), wanted.end(), word) != wanted.end();
  });
}

// "User has a dog, and they walk it": the opening is turned to the user, the rest is not.
bool is_half_turned(Memory const& memory, Words const& words) {
  auto const written = words_of(memory.text);
  bool const is_note =
      holds({written.begin(), written.begin() + std::min<long>(2, static_cast<long>(written.size()))}, {"user"});
  return is_note && holds(words, {"he", "she", "they", "him", "her", "them", "his", "their", "himself", "herself",
                                  "themselves", "themself"});
}

bool is_third_person(Words const& words, std::string const& user_name) {
  auto const text = fmt::format(" {} ", join(words, " "));
  auto const names = words_of(user_name);
  bool const names_user =
      !words.empty() && words.front().size() > 1 && std::find(names.begin(), names.end(), words.front()) != names.end();
  return names_user || std::any_of(third_person_openings().begin(), third_person_openings().end(),
                                   [&](std::string const& opening) { return text.starts_with(opening); });
}

// "12 Baker Street", "Hauptstra\u00DFe 5": a number near the word for a street; "\u4E2D\u5C71\u8DEF100\u53F7": right
// behind it.
bool has_street_address(std::string_view phrase, Words const& words) {
  constexpr long near = 4;
  for (auto word = words.begin(); word != words.end(); ++word) {
    if (!is_street(*word)) continue;
    auto const first = std::max(words.begin(), word - std::min<long>(near, word - words.begin()));
    auto const last = word + std::min<long>(near + 1, words.end() - word);
    if (std::any_of(first, last, is_number)) return true;
  }
  constexpr std::u32string_view asian = U"\u8DEF\u8857\u5DF7\u5F04\u533A\u5340\u753A\uB85C\uAE38";
  auto const text = characters_of(phrase);
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (asian.find(text[i]) == std::u32string_view::npos) continue;
    auto const next = text[i + 1] == U' ' && i + 2 < text.size() ? text[i + 2] : text[i + 1];
    if (is_digit(next)) return true;
  }
  return false;
}

// A key, a number of six digits or more, a PIN.
bool has_code(std::string_view phrase, Words const& words) {
  constexpr std::size_t shortest_key = 16;
  constexpr std::size_t shortest_number = 6;
  std::size_t letters = 0;
  std::size_t digits = 0;
  for (auto const c : fmt::format("{} ", phrase)) {
    letters += is_ascii_letter(c) ? 1U : 0U;
    digits += is_digit(static_cast<unsigned char>(c)) ? 1U : 0U;
    bool const goes_on = is_ascii_letter(c) || is_digit(static_cast<unsigned char>(c)) || c == '-' || c == '_';
    if (goes_on) continue;
    if (digits >= shortest_number || (digits > 0 && letters > 0 && digits + letters >= shortest_key)) return true;
    letters = digits = 0;
  }
  return holds(words, {"pin", "otp", "tan", "\u092A\u093F\u0928"}) &&
         std::any_of(words.begin(), words.end(), is_number);
}

}  // namespace

bool is_quotable(Memory const& memory, Brief const& brief, RefusedPhrases const& phrases) {
  if (memory.kind == "fear" || memory.kind == "emotion") return false;
  auto const phrase = memory_phrase(memory.text);
  if (grapheme_count(phrase) < 3 || !is_sayable(phrase, brief.language, phrases)) return false;
  auto const words = words_of(phrase);
  return !is_third_person(words, brief.user_name) && !is_half_turned(memory, words) &&
         !has_street_address(phrase, words) && !has_code(phrase, words) &&
         unquotable_phrases().found_in(phrase, "").empty();
}

}  // namespace proactive
