#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A name as words, and what is known of them.
namespace proactive::spoken {

constexpr char32_t gershayim = U'\u05F4';  // of Hebrew abbreviations; typed as a quote

struct Word {
  explicit Word(std::u32string_view spelt);

  std::u32string text;  // as it was written
  std::string key;  // as the tables have it: UTF-8 in lower case, without dots, ' for apostrophes but none at the end
};
using Words = std::vector<Word>;

bool is_particle(Word const& word);
bool is_suffix(Word const& word);
// "J", "J." or "J.R."
bool is_initial(Word const& word);
// What stands in a name's stead, or what somebody is rather than is called.
bool is_placeholder(Word const& word);

// The words of a name, "Dr.Sam" as two. Nothing where one is not written as names are, or is one of messages, companies
// or insults, where the first is a placeholder, and for two people.
std::optional<Words> words_of_name(std::u32string_view text);

}  // namespace proactive::spoken
