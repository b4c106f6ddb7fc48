#include "domain/message/phrases.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "base/language.hpp"
#include "base/text.hpp"
#include "domain/message/review/skeleton.hpp"

namespace proactive {

namespace {

std::string const direction = "stage_direction";

// " you never write ": a phrase is part of a text only as whole words.
std::string as_words(std::string_view text) { return fmt::format(" {} ", join(words_of(text), " ")); }

// What a phrase is looked up by where it may begin at `at`: the word behind the space there, or the character.
std::string_view start_at(std::string_view text, std::size_t at, bool has_spaces) {
  if (has_spaces) return text.substr(at + 1, text.find(' ', at + 1) - at - 1);
  auto end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return text.substr(at, end - at);
}

}  // namespace

// The phrases of one language, by how they begin.
class RefusedPhrases::OfLanguage {
 public:
  void add(Phrase const& phrase) {
    added_.push_back(phrase);
    // Many people leave apostrophes out, and write both words as one.
    auto without = phrase.text;
    for (auto const* apostrophe : {"'", "\u2019"}) replace_all(without, apostrophe, "");
    if (without != phrase.text) added_.push_back({phrase.language, phrase.fault, without});
  }

  void look_for(std::string_view words, bool has_spaces, std::set<std::string>& faults) {
    std::call_once(is_ready_, [&] { make_ready(has_spaces); });
    for (std::size_t at = 0; at + 1 < words.size(); ++at) {
      if (has_spaces && words[at] != ' ') continue;
      auto const known = by_start_.find(start_at(words, at, has_spaces));
      if (known == by_start_.end()) continue;
      for (auto const& phrase : known->second) {
        if (words.substr(at, phrase.words.size()) == phrase.words) faults.insert(phrase.fault);
      }
    }
  }

 private:
  struct TextHash {  // for looking up a view
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  struct Known {
    std::string words;  // as they stand in a text of words
    std::string fault;
  };

  void make_ready(bool has_spaces) {
    for (auto const& phrase : added_) {
      auto words = as_words(phrase.text);
      if (!has_spaces) words = trim(words);
      if (trim(words).empty()) continue;
      auto const start = std::string{start_at(words, 0, has_spaces)};
      by_start_[start].push_back({std::move(words), phrase.fault});
    }
    added_.clear();
  }

  std::vector<Phrase> added_;
  std::once_flag is_ready_;
  std::unordered_map<std::string, std::vector<Known>, TextHash, std::equal_to<>>
      by_start_;  // by their first word, or character
};

RefusedPhrases::RefusedPhrases(std::vector<Phrase> const& phrases) {
  for (auto const& phrase : phrases) {
    auto& of_language = phrases_[phrase.language];
    if (!of_language) of_language = std::make_shared<OfLanguage>();
    of_language->add(phrase);
  }
}

void RefusedPhrases::look_for(std::string const& language, std::string_view words,
                              std::set<std::string>& faults) const {
  auto const of_language = phrases_.find(language);
  if (of_language != phrases_.end()) of_language->second->look_for(words, !has_no_spaces(language), faults);
}

std::set<std::string> RefusedPhrases::all_in(std::string_view text, std::string const& language) const {
  std::set<std::string> faults;
  // As it stands, and without its disguise, which ASCII has none of.
  auto words = as_words(text);
  if (!is_ascii(text)) words += as_words(skeleton_of(text));
  if (language.empty()) {
    for (auto const& [each, known] : phrases_) look_for(each, words, faults);
    return faults;
  }
  auto const primary = language.substr(0, language.find('-'));
  look_for(primary, words, faults);
  if (primary != "en") look_for("en", words, faults);
  return faults;
}

std::set<std::string> RefusedPhrases::found_in(std::string_view message, std::string const& language) const {
  auto faults = all_in(message, language);
  faults.erase(direction);
  return faults;
}

bool RefusedPhrases::has_direction(std::vector<std::string> const& asides, std::string const& language) const {
  return std::any_of(asides.begin(), asides.end(),
                     [&](std::string const& aside) { return all_in(aside, language).contains(direction); });
}

}  // namespace proactive
