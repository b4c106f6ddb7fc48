#include "domain/message/phrases.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace proactive {

namespace {

bool has_no_spaces(std::string_view language) {
  constexpr std::array<std::string_view, 7> such{"ja", "zh", "yue", "ko", "th", "lo", "km"};
  return std::find(such.begin(), such.end(), language) != such.end();
}

// " you never write ": a phrase is part of a text only as whole words.
std::string as_words(std::string_view text) { return fmt::format(" {} ", join(words_of(text), " ")); }

}  // namespace

PressurePhrases::PressurePhrases(std::vector<Phrase> const& phrases) {
  for (auto const& phrase : phrases) {
    auto words = as_words(phrase.text);
    if (has_no_spaces(phrase.language)) words = trim(words);
    if (!trim(words).empty()) phrases_[phrase.language].push_back(std::move(words));
  }
}

bool PressurePhrases::found_in(std::string_view message, std::string const& language) const {
  auto const words = as_words(message);
  auto const has_one_of = [&](std::string const& of) {
    auto const known = phrases_.find(of);
    return known != phrases_.end() &&
           std::any_of(known->second.begin(), known->second.end(),
                       [&](std::string const& phrase) { return words.find(phrase) != std::string::npos; });
  };
  auto const primary = language.substr(0, language.find('-'));
  return has_one_of(primary) || (primary != "en" && has_one_of("en"));
}

}  // namespace proactive
