#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace proactive {

// A word for a part of the day, and the local hours [from, to) in which it is surely the right one: languages divide
// the day differently, and where people differ, as on "tarde" and "noche" at seven, nothing is said.
struct DayWord {
  std::string_view word;
  int from;
  int to;
};

struct DayWords {
  std::string_view language;
  std::array<DayWord, 4> parts;  // one without a word where a language has three

  [[nodiscard]] std::vector<std::string_view> all() const;
  // Empty where none is surely right.
  [[nodiscard]] std::string_view at(int hour) const;
};

// Those of a language, or of the one that its readers read next; nothing where none are known. Pure.
std::optional<DayWords> day_words(std::string_view language);

}  // namespace proactive
