#include "domain/message/relation.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/language.hpp"
#include "base/text.hpp"
#include "domain/message/review/skeleton.hpp"
#include "domain/message/stop_words.hpp"

namespace proactive {

namespace {

constexpr std::size_t most_bytes_compared = 4000;

// `other`: of which words, or what is put before them, are not known.
enum class Script { none, latin, greek, cyrillic, indic, hangul, han, hiragana, katakana, other };

struct ScriptBlock {
  char32_t first;
  char32_t last;
  Script script;
};

// Of what words_of() leaves: letters, marks and digits.
constexpr std::array<ScriptBlock, 14> blocks{{{U'0', U'9', Script::none},
                                              {0x41, 0x24F, Script::latin},
                                              {0x300, 0x36F, Script::none},
                                              {0x370, 0x3FF, Script::greek},
                                              {0x400, 0x52F, Script::cyrillic},
                                              {0x900, 0xDFF, Script::indic},
                                              {0x1100, 0x11FF, Script::hangul},
                                              {0x1E00, 0x1EFF, Script::latin},
                                              {0x3041, 0x309F, Script::hiragana},
                                              {0x30A0, 0x30FF, Script::katakana},
                                              {0x3400, 0x9FFF, Script::han},
                                              {0xAC00, 0xD7A3, Script::hangul},
                                              {0xF900, 0xFAFF, Script::han},
                                              {0x20000, 0x3FFFF, Script::han}}};

Script script_of(char32_t c) {
  auto const* const block = std::find_if(blocks.begin(), blocks.end(),
                                         [&](ScriptBlock const& each) { return c >= each.first && c <= each.last; });
  return block == blocks.end() ? Script::other : block->script;
}

bool is_spaced(Script script) {
  return script != Script::hangul && script != Script::han && script != Script::hiragana && script != Script::katakana;
}

// What a text is about, and what says in which language that is.
struct Content {
  std::set<std::u32string> words;        // of scripts with spaces, and numbers
  std::set<std::u32string> korean;       // without particles
  std::set<std::u32string> signs;        // Chinese characters, and pairs of katakana
  std::map<Script, int> scripts;         // how many characters of each
  std::array<int, 32> function_words{};  // how many, by the bit of their language
  bool has_accents = false;
};

std::u32string without_particle(std::u32string word) {
  constexpr std::array<std::u32string_view, 32> particles{
      U"에서는", U"에게서", U"이라고", U"으로", U"에서", U"까지", U"부터", U"한테", U"처럼", U"이랑", U"하고",
      U"에게",   U"라고",   U"이다",   U"이나", U"보다", U"마다", U"을",   U"를",   U"이",   U"가",   U"은",
      U"는",     U"에",     U"의",     U"도",   U"와",   U"과",   U"랑",   U"로",   U"만",   U"야"};
  for (auto const particle : particles) {
    if (word.size() > particle.size() && std::u32string_view{word}.ends_with(particle)) {
      word.resize(word.size() - particle.size());
      break;
    }
  }
  return word;
}

void add_word(Content& content, std::u32string const& run) {
  auto const word = utf8_of(run);
  auto const languages = languages_of_stop_word(word);
  for (std::size_t bit = 0; bit < content.function_words.size(); ++bit)
    content.function_words[bit] += static_cast<int>((languages >> bit) & 1U);
  bool const is_number = script_of(run.front()) == Script::none;
  if (languages == 0 && (run.size() > 1 || is_number)) content.words.insert(run);
}

// A run of one script.
void add_run(Content& content, std::u32string const& run) {
  auto const script = script_of(run.front());
  content.scripts[script] += static_cast<int>(run.size());
  if (is_spaced(script)) return add_word(content, run);
  if (script == Script::hangul) {
    auto const word = without_particle(run);
    if (!is_korean_stop_word(run) && !is_korean_stop_word(word)) content.korean.insert(word);
  } else if (script == Script::han) {
    for (auto const c : run) {
      if (!is_common_character(c)) content.signs.insert(std::u32string{c});
    }
  } else if (script == Script::katakana) {
    for (std::size_t i = 0; i + 1 < run.size(); ++i) content.signs.insert(run.substr(i, 2));
  }
}

bool is_same_run(char32_t left, char32_t right) {
  auto const one = script_of(left);
  auto const other = script_of(right);
  return one == other || (is_spaced(one) && is_spaced(other));
}

Content content_of(std::string_view text) {
  Content content;
  for (auto const& written : words_of(skeleton_of(text))) {
    auto const plain = without_latin_accents(written);
    content.has_accents = content.has_accents || plain != written;
    auto const word = characters_of(plain);
    for (std::size_t begin = 0; begin < word.size();) {
      auto end = begin + 1;
      while (end < word.size() && is_same_run(word[begin], word[end])) ++end;
      add_run(content, word.substr(begin, end - begin));
      begin = end;
    }
  }
  return content;
}

// English endings that change the letters before them: "hiking" and "hike", "running" and "run".
std::u32string_view stem_of(std::u32string_view word) {
  for (std::u32string_view const ending : {U"ing", U"ies", U"ed", U"es", U"er", U"s", U"e", U"y"}) {
    if (!word.ends_with(ending) || word.size() < ending.size() + 3) continue;
    word.remove_suffix(ending.size());
    if (word.size() > 3 && word[word.size() - 1] == word[word.size() - 2]) word.remove_suffix(1);
    break;
  }
  return word;
}

bool is_same_word(std::u32string_view one, std::u32string_view other) {
  if (one == other) return true;
  auto const [shorter, longer] = one.size() < other.size() ? std::pair{one, other} : std::pair{other, one};
  if (script_of(one.front()) == Script::none || script_of(other.front()) == Script::none) return false;
  if (shorter.size() >= 4 && longer.find(shorter) != std::u32string_view::npos) return true;  // "Hund", "Wachhund"
  auto const shared =
      static_cast<std::size_t>(std::mismatch(shorter.begin(), shorter.end(), longer.begin()).first - shorter.begin());
  bool const is_most = shared * 100 >= longer.size() * 60;
  if (shared >= 5 || (shared >= 4 && is_most) || (shared == 3 && shared == shorter.size() && is_most)) return true;
  // The vowels of Indic scripts are characters of their own, and words are short.
  if (script_of(one.front()) == Script::indic) return shared >= 3 && shared * 2 >= longer.size();
  auto const stem = stem_of(one);
  return stem.size() >= 3 && stem == stem_of(other);
}

bool is_same_korean_word(std::u32string_view one, std::u32string_view other) {
  return one == other || (one.size() >= 2 && other.size() >= 2 && one.substr(0, 2) == other.substr(0, 2));
}

template <typename Same>
bool share_one(std::set<std::u32string> const& ours, std::set<std::u32string> const& theirs, Same const& is_same) {
  return std::any_of(ours.begin(), ours.end(), [&](std::u32string const& one) {
    return std::any_of(theirs.begin(), theirs.end(), [&](std::u32string const& other) { return is_same(one, other); });
  });
}

void without_content(Content& content, Content const& left_out) {
  for (auto const& word : left_out.words) content.words.erase(word);
  for (auto const& word : left_out.korean) content.korean.erase(word);
  for (auto const& sign : left_out.signs) content.signs.erase(sign);
}

bool share_content(Content const& ours, Content const& theirs) {
  auto const is_equal = [](auto const& one, auto const& other) { return one == other; };
  return share_one(ours.words, theirs.words, is_same_word) ||
         share_one(ours.korean, theirs.korean, is_same_korean_word) || share_one(ours.signs, theirs.signs, is_equal);
}

// Chinese and Japanese share characters: kana make the difference.
Script main_script(Content const& content) {
  auto counts = content.scripts;
  counts.erase(Script::none);
  auto const kana = counts[Script::hiragana] + counts[Script::katakana];
  if (kana > 0) counts[Script::hiragana] = kana + counts[Script::han];
  auto const most = std::max_element(counts.begin(), counts.end(),
                                     [](auto const& left, auto const& right) { return left.second < right.second; });
  return most->second == 0 ? Script::none : most->first;
}

// Of the languages with the most function words, a bit each.
unsigned likely_languages(Content const& content) {
  auto const most = *std::max_element(content.function_words.begin(), content.function_words.end());
  unsigned languages = 0;
  for (std::size_t bit = 0; most > 0 && bit < content.function_words.size(); ++bit)
    languages |= content.function_words[bit] == most ? 1U << bit : 0U;
  return languages;
}

bool is_in_language_of(std::string_view text, std::string_view other) {
  auto const language = language_found_in(other);
  return !language || is_plausibly_in(text, *language);
}

bool may_be_of_one_language(std::string_view message, Content const& said, std::string_view memory,
                            Content const& remembered) {
  auto const script = main_script(remembered);
  if (script == Script::other) return false;
  if (script != Script::none && main_script(said) != Script::none && script != main_script(said)) return false;
  auto const ours = likely_languages(said);
  auto const theirs = likely_languages(remembered);
  if (ours != 0 && theirs != 0) {
    if ((ours & theirs) == 0) return false;
  } else if (remembered.has_accents && !said.has_accents) {
    return false;
  }
  return is_in_language_of(message, memory) && is_in_language_of(memory, message);
}

}  // namespace

bool relates_to(std::string_view message, std::string_view memory, std::string_view names) {
  if (message.size() > most_bytes_compared || memory.size() > most_bytes_compared) return true;
  auto said = content_of(message);
  auto const remembered = content_of(memory);
  without_content(said, content_of(names));
  if (remembered.words.empty() && remembered.korean.empty() && remembered.signs.empty()) return true;
  return share_content(said, remembered) || !may_be_of_one_language(message, said, memory, remembered);
}

}  // namespace proactive
