#pragma once

#include <mutex>
#include <string_view>
#include <vector>

// What the rules of names know of words. All entries are keys (see words.hpp): in lower case, without dots, with ' for
// every apostrophe.
namespace proactive::spoken {

// Sorted when it is first asked: most runs read no name, and all of them start.
class WordTable {
 public:
  // The entries of a literal, parted by any of the separators.
  constexpr explicit WordTable(std::string_view entries, std::string_view separators = " \n")
      : text_(entries), separators_(separators) {}

  [[nodiscard]] bool holds(std::string_view key) const;
  [[nodiscard]] bool holds_start_of(std::string_view key) const;
  [[nodiscard]] bool holds_end_of(std::string_view key) const;

 private:
  [[nodiscard]] std::vector<std::string_view> const& entries() const;

  std::string_view text_;
  std::string_view separators_;
  mutable std::once_flag once_;
  mutable std::vector<std::string_view> entries_;  // sorted
};

// Words beside a name
extern WordTable const titles;
extern WordTable const suffixes;            // of people, behind a name: Jr, PhD, Bey
extern WordTable const particles;           // of surnames: never a first name
extern WordTable const particles_or_names;  // those that may be one
extern WordTable const never_first;         // no particles, but no first names either
extern WordTable const conjunctions;
extern WordTable const alone_only;          // a title or a surname as well as a first name
extern WordTable const compounds;           // first halves of a name of two words
extern WordTable const half_names;          // those that are no name without the other half
extern WordTable const compound_tails;      // second halves
extern WordTable const article_exceptions;  // Arabic first names that begin with the article
extern WordTable const inner_prefixes;      // before a capital inside a name: McKenna
extern WordTable const given_shapes;        // first names that look like surnames

// Surnames that are hardly ever first names
extern WordTable const surnames;
extern WordTable const surname_starts;
extern WordTable const surname_endings;
extern WordTable const ending_exceptions;     // first names that end like surnames
extern WordTable const female_patronymics;    // endings
extern WordTable const male_patronymics;      // endings
extern WordTable const surnames_of_sons;      // endings of surnames that stand before a name and a patronymic
extern WordTable const surname_or_name;       // endings that surnames share with first names
extern WordTable const han_surnames;          // of one character
extern WordTable const hangul_surnames;       // of one syllable
extern WordTable const rare_hangul_surnames;  // of one syllable that first names begin with as well
extern WordTable const kana_surnames;

// Words that are no name
extern WordTable const placeholders;  // as the first word: "Guest", "deleted", "test"
extern WordTable const placeholder_phrases;
extern WordTable const roles;  // as the first word: "Support", "Baby"
extern WordTable const message_words;
extern WordTable const business_words;
extern WordTable const company_forms;  // behind a name in capitals: AG
extern WordTable const insults;
extern WordTable const emoticons;
extern WordTable const east_asian_words;
extern WordTable const east_asian_honorifics;
extern WordTable const thai_prefixes;  // titles and words that are written together with what follows

}  // namespace proactive::spoken
