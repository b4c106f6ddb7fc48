#include "domain/message/review/reproach.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/language.hpp"
#include "base/text.hpp"
#include "domain/message/review/reproach_words.hpp"
#include "domain/message/review/skeleton.hpp"

namespace proactive {

namespace {

using Words = std::vector<std::string>;

constexpr std::string_view sentence_end = "$";

// As words are compared here: people leave accents out.
Words plain_words(std::string_view text) {
  auto words = words_of(text);
  for (auto& word : words) word = without_latin_accents(word);
  return words;
}

// A list of words ready to be looked for.
struct Terms {
  std::vector<std::string> terms;

  Terms(std::string_view list, bool has_spaces) {
    while (!list.empty()) {
      auto const end = std::min(list.find('|'), list.size());
      auto const term = list.substr(0, end);
      auto words = join(plain_words(term), " ");
      if (term.ends_with(sentence_end)) words += fmt::format(" {}", sentence_end);
      terms.push_back(has_spaces ? fmt::format(" {} ", words) : std::move(words));
      list.remove_prefix(std::min(end + 1, list.size()));
    }
  }
  [[nodiscard]] bool are_in(std::string_view sentence) const {
    return terms.empty() || std::any_of(terms.begin(), terms.end(), [&](std::string const& term) {
             return sentence.find(term) != std::string_view::npos;
           });
  }
};

struct Reproach {
  std::string_view language;
  std::array<Terms, 4> kinds;

  [[nodiscard]] bool is_in(std::string_view sentence) const {
    return std::all_of(kinds.begin(), kinds.end(), [&](Terms const& terms) { return terms.are_in(sentence); });
  }
};

std::vector<Reproach> const& reproaches() {
  static std::vector<Reproach> const made = [] {
    std::vector<Reproach> list;
    list.reserve(reproach_words().size());
    for (auto const& [language, why, you, denial, contact] : reproach_words()) {
      bool const has_spaces = !has_no_spaces(language);
      list.push_back(
          {language,
           {Terms{why, has_spaces}, Terms{you, has_spaces}, Terms{denial, has_spaces}, Terms{contact, has_spaces}}});
    }
    return list;
  }();
  return made;
}

// "haven t", "havent" and "have not" are the same.
Words without_contractions(Words const& words) {
  constexpr auto verbs = std::to_array<std::pair<std::string_view, std::string_view>>({{"haven", "have"},
                                                                                       {"hasn", "has"},
                                                                                       {"hadn", "had"},
                                                                                       {"didn", "did"},
                                                                                       {"don", "do"},
                                                                                       {"doesn", "does"},
                                                                                       {"won", "will"},
                                                                                       {"wouldn", "would"},
                                                                                       {"couldn", "could"},
                                                                                       {"can", "can"},
                                                                                       {"aren", "are"},
                                                                                       {"weren", "were"}});
  Words whole;
  whole.reserve(words.size() + 4);
  for (auto const& word : words) {
    auto const verb_of = [&](std::string_view contracted) {
      return std::find_if(verbs.begin(), verbs.end(), [&](auto const& verb) { return verb.first == contracted; });
    };
    if (word == "t" && !whole.empty() && verb_of(whole.back()) != verbs.end()) {
      whole.back() = verb_of(whole.back())->second;
      whole.emplace_back("not");
    } else if (word.ends_with("nt") && verb_of(std::string_view{word}.substr(0, word.size() - 1)) != verbs.end()) {
      whole.emplace_back(verb_of(std::string_view{word}.substr(0, word.size() - 1))->second);
      whole.emplace_back("not");
    } else {
      whole.push_back(word == "ve" ? "have" : word);
    }
  }
  return whole;
}

bool ends_sentence(char32_t c) {
  constexpr std::u32string_view signs = U".!?;\n\u2026\u3002\uFF01\uFF1F\u061F\u061B\u0964\u037E";
  return signs.find(c) != std::u32string_view::npos;
}

// Words by sentences. What has but a word or two belongs to its neighbour: "You have not written. Why?"
std::vector<Words> sentences_of(std::string_view text) {
  constexpr std::size_t fewest = 3;
  std::vector<Words> sentences;
  auto const add = [&](std::u32string const& part) {
    auto words = plain_words(utf8_of(part));
    if (words.empty()) return;
    bool const stands_alone = sentences.empty() || (words.size() >= fewest && sentences.back().size() >= fewest);
    if (stands_alone) {
      sentences.push_back(std::move(words));
    } else {
      sentences.back().insert(sentences.back().end(), words.begin(), words.end());
    }
  };
  std::u32string part;
  for (auto const c : characters_of(text)) {
    part += c;
    if (!ends_sentence(c)) continue;
    add(part);
    part.clear();
  }
  add(part);
  return sentences;
}

std::string as_sentence(Words const& words) { return fmt::format(" {} {} ", join(words, " "), sentence_end); }

bool reproaches_in(std::string_view text, std::string_view primary) {
  for (auto const& sentence : sentences_of(text)) {
    auto const as_written = as_sentence(sentence);
    auto const in_english = as_sentence(without_contractions(sentence));
    for (auto const& reproach : reproaches()) {
      bool const is_english = reproach.language == "en";
      if (!primary.empty() && !is_english && reproach.language != primary) continue;
      if (reproach.is_in(is_english ? in_english : as_written)) return true;
    }
  }
  return false;
}

}  // namespace

bool reproaches_silence(std::string_view message, std::string const& language) {
  auto const primary = std::string_view{language}.substr(0, language.find('-'));
  // As it stands, and without its disguise, which ASCII has none of.
  return reproaches_in(message, primary) || (!is_ascii(message) && reproaches_in(skeleton_of(message), primary));
}

}  // namespace proactive
