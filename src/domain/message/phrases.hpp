#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

// Phrases that put guilt or pressure on somebody who was silent. Pure.
namespace proactive {

struct Phrase {
  std::string language;  // a primary language subtag: "en"
  std::string text;
};

// Looked for by words, whatever their case, punctuation and kind of apostrophe; in languages that are written without
// spaces anywhere in the text.
class PressurePhrases {
 public:
  PressurePhrases() = default;
  explicit PressurePhrases(std::vector<Phrase> const& phrases);

  // Whether a message to somebody who reads `language` holds a phrase of it, or of English.
  [[nodiscard]] bool found_in(std::string_view message, std::string const& language) const;

 private:
  std::map<std::string, std::vector<std::string>> phrases_;  // as they stand in a text of words
};

}  // namespace proactive
