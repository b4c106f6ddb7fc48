#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace proactive {

// The words for a part of the day, as templates say them.
struct DayWords {
  std::string_view language;
  std::string_view morning;
  std::string_view afternoon;
  std::string_view evening;

  [[nodiscard]] std::array<std::string_view, 3> all() const { return {morning, afternoon, evening}; }
};

// Those of a language, or of the one that its readers read next; nothing where none are known. Pure.
std::optional<DayWords> day_words(std::string_view language);

// The word for what base/time.hpp's time_of_day calls "morning", "afternoon" and "evening".
std::string_view word_for(DayWords const& words, std::string_view part_of_day);

}  // namespace proactive
