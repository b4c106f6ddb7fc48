#pragma once

#include <array>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// Phrases that no message says: those that put pressure on somebody who was silent, that ask for money, for secrecy,
// ... Pure.
namespace proactive {

struct Phrase {
  std::string language;  // a primary language subtag: "en"
  std::string fault;     // what is wrong with it, by its name: "pressure"
  std::string text;
};

// What may be wrong with a phrase and is refused of a whole message, by name (review.hpp); the protective ones only of
// those whom a policy or their age protects from it.
inline constexpr std::array<std::string_view, 12> phrase_faults{
    "pressure", "leak",      "refusal", "claims_human",      "payment", "contact",
    "sexual",   "self_harm", "secrecy", "personal_question", "romance", "come_back"};
inline constexpr std::array<std::string_view, 2> protective_faults{"romance", "come_back"};

// Looked for by words, whatever their case, punctuation and kind of apostrophe, which may be missing, look-alikes and
// characters that nobody sees; in languages that are written without spaces anywhere in the text. What a text costs
// goes by its length, not by how many phrases there are; a language's are made ready when they are first looked for.
// For any thread.
class RefusedPhrases {
 public:
  RefusedPhrases() = default;
  explicit RefusedPhrases(std::vector<Phrase> const& phrases);

  // The faults of which a message to somebody who reads `language` holds a phrase, of that language or of English; of
  // any language where it is empty. Those of stage directions are looked for in asides alone.
  [[nodiscard]] std::set<std::string> found_in(std::string_view message, std::string const& language) const;
  [[nodiscard]] bool has_direction(std::vector<std::string> const& asides, std::string const& language) const;

 private:
  class OfLanguage;

  void look_for(std::string const& language, std::string_view words, std::set<std::string>& faults) const;
  [[nodiscard]] std::set<std::string> all_in(std::string_view text, std::string const& language) const;

  std::map<std::string, std::shared_ptr<OfLanguage>> phrases_;  // by language; shared by copies
};

}  // namespace proactive
