#include "domain/message/part_of_day.hpp"

#include <algorithm>

#include "base/language.hpp"

namespace proactive {

namespace {

constexpr std::array<DayWords, 11> words_of_languages{{
    {"en", {{{"morning", 5, 12}, {"afternoon", 12, 17}, {"evening", 17, 22}}}},
    {"de", {{{"Morgen", 5, 11}, {"Nachmittag", 13, 17}, {"Abend", 18, 22}}}},
    {"es", {{{"mañana", 5, 12}, {"tarde", 13, 19}, {"noche", 20, 22}}}},
    {"fr", {{{"matinée", 5, 12}, {"après-midi", 13, 17}, {"soirée", 18, 22}}}},
    {"hi", {{{"सुबह", 5, 11}, {"दोपहर", 12, 15}, {"शाम", 17, 20}}}},
    {"id", {{{"pagi", 5, 10}, {"siang", 11, 14}, {"sore", 15, 17}, {"malam", 18, 22}}}},
    {"ja", {{{"朝", 5, 10}, {"午後", 12, 17}, {"夜", 18, 22}}}},
    {"ko", {{{"아침", 5, 11}, {"오후", 12, 17}, {"저녁", 17, 21}}}},
    {"pt", {{{"manhã", 5, 12}, {"tarde", 12, 18}, {"noite", 19, 22}}}},
    {"zh", {{{"早上", 5, 10}, {"下午", 13, 18}, {"晚上", 18, 22}}}},
    {"zh-Hant", {{{"早上", 5, 10}, {"下午", 13, 18}, {"晚上", 18, 22}}}},
}};

}  // namespace

std::vector<std::string_view> DayWords::all() const {
  std::vector<std::string_view> words;
  for (auto const& part : parts) {
    if (!part.word.empty()) words.push_back(part.word);
  }
  return words;
}

std::string_view DayWords::at(int hour) const {
  auto const found = std::find_if(parts.begin(), parts.end(),
                                  [&](DayWord const& part) { return hour >= part.from && hour < part.to; });
  return found == parts.end() ? std::string_view{} : found->word;
}

std::optional<DayWords> day_words(std::string_view language) {
  for (auto const& read : languages_read(language)) {
    auto const found = std::find_if(words_of_languages.begin(), words_of_languages.end(),
                                    [&](DayWords const& words) { return words.language == read; });
    if (found != words_of_languages.end()) return *found;
  }
  return std::nullopt;
}

}  // namespace proactive
