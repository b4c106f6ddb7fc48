#include "domain/message/part_of_day.hpp"

#include <algorithm>

#include "base/language.hpp"

namespace proactive {

namespace {

constexpr std::array<DayWords, 11> words_of_languages{{{"en", "morning", "afternoon", "evening"},
                                                       {"de", "Morgen", "Nachmittag", "Abend"},
                                                       {"es", "mañana", "tarde", "noche"},
                                                       {"fr", "matinée", "après-midi", "soirée"},
                                                       {"hi", "सुबह", "दोपहर", "शाम"},
                                                       {"id", "pagi", "sore", "malam"},
                                                       {"ja", "朝", "午後", "夜"},
                                                       {"ko", "아침", "오후", "저녁"},
                                                       {"pt", "manhã", "tarde", "noite"},
                                                       {"zh", "早上", "下午", "晚上"},
                                                       {"zh-Hant", "早上", "下午", "晚上"}}};

}  // namespace

std::optional<DayWords> day_words(std::string_view language) {
  for (auto const& read : languages_read(language)) {
    auto const found = std::find_if(words_of_languages.begin(), words_of_languages.end(),
                                    [&](DayWords const& words) { return words.language == read; });
    if (found != words_of_languages.end()) return *found;
  }
  return std::nullopt;
}

std::string_view word_for(DayWords const& words, std::string_view part_of_day) {
  if (part_of_day == "morning") return words.morning;
  return part_of_day == "afternoon" ? words.afternoon : words.evening;
}

}  // namespace proactive
