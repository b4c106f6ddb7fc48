#include "base/language.hpp"

#include <fmt/core.h>

#include <cstdio>  // compact_lang_det.h needs FILE

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace proactive {

namespace {

constexpr int sure_percent = 80;  // of the text, in the language that was found

// Languages that are hard to tell apart in a sentence, by the names of CLD2. One may be in several groups.
constexpr std::array<std::string_view, 11> alike{" no nb nn da ", " id ms jw su ", " hr sr bs sr-ME sl ", " cs sk ",
                                                 " gl pt ",       " gl es ",       " zh zh-Hant yue ",    " af nl ",
                                                 " uk ru be ",    " mk bg ",       " tl ceb fil "};

// What CLD2 finds; it has names for more.
constexpr std::string_view found_by_cld2 =
    " af sq ar hy az eu be bn bh bg ca ceb chr hr cs zh zh-Hant da dv nl en et fi fr gl lg ka de el gu ht iw hi hmn hu "
    "is id "
    "iu ga it jw ja kn km rw ko lo lv lif lt mk ms ml mt mr ne no or fa pl pt pa ro ru gd sr si sk sl es sw sv syr tl "
    "ta te "
    "th tr uk ur vi cy yi ";

// The names that CLD2 has for some tags.
std::string cld_name(std::string const& language) {
  auto primary = language.substr(0, language.find('-'));
  if (primary == "he") return "iw";
  if (primary == "nb") return "no";
  if (primary == "fil") return "tl";
  if (primary == "jv") return "jw";
  return primary;
}

bool holds(std::string_view group, std::string_view name) {
  return group.find(fmt::format(" {} ", name)) != std::string_view::npos;
}

bool are_alike(std::string_view one, std::string_view other) {
  return one == other || std::any_of(alike.begin(), alike.end(),
                                     [&](std::string_view group) { return holds(group, one) && holds(group, other); });
}

constexpr std::size_t longest_tag = 100;  // bytes

// "de_DE.UTF-8", "de_DE@euro": what POSIX adds to a locale says nothing of the language.
std::string_view without_charset(std::string_view text) {
  if (text.size() > longest_tag) return {};
  auto const mark = text.find_first_of(".@");
  return mark != std::string_view::npos && mark + 1 < text.size() ? text.substr(0, mark) : text;
}

std::vector<std::string_view> subtags_of(std::string_view text) {
  std::vector<std::string_view> subtags;
  while (true) {
    auto const dash = text.find_first_of("-_");
    subtags.push_back(text.substr(0, dash));
    if (dash == std::string_view::npos) return subtags;
    text.remove_prefix(dash + 1);
  }
}

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_primary(std::string_view subtag) {
  return (subtag.size() == 2 || subtag.size() == 3) && std::all_of(subtag.begin(), subtag.end(), is_ascii_letter);
}

bool is_subtag(std::string_view subtag) {
  return !subtag.empty() && subtag.size() <= 8 &&
         std::all_of(subtag.begin(), subtag.end(), [](char c) { return is_ascii_letter(c) || (c >= '0' && c <= '9'); });
}

// A script as "Hant", a region as "BR", all else in small letters.
std::string in_usual_case(std::string_view subtag) {
  auto text = to_lower(subtag);
  if (!std::all_of(text.begin(), text.end(), is_ascii_letter)) return text;
  auto const capitals = text.size() == 2 ? 2U : text.size() == 4 ? 1U : 0U;
  for (auto letter = 0U; letter < capitals; ++letter) text[letter] = static_cast<char>(text[letter] - 'a' + 'A');
  return text;
}

// Java and Android still write these.
std::string current_code(std::string code) {
  if (code == "in") return "id";
  if (code == "iw") return "he";
  if (code == "ji") return "yi";
  return code;
}

// Where Chinese is written in traditional characters.
std::string with_implied_script(std::string const& tag) {
  for (std::string_view const region : {"zh-TW", "zh-HK", "zh-MO"}) {
    if (tag == region) return fmt::format("zh-Hant-{}", region.substr(3));
  }
  return tag;
}

// Whether the tag's script is not the one that its language is usually written in (CLDR's parentLocales).
bool is_of_another_script(std::string const& tag) {
  constexpr std::array<std::string_view, 12> such{"az-Arab", "az-Cyrl", "bs-Cyrl", "hi-Latn", "kk-Arab",  "ks-Deva",
                                                  "pa-Arab", "sr-Latn", "uz-Arab", "uz-Cyrl", "yue-Hans", "zh-Hant"};
  return std::find(such.begin(), such.end(), tag) != such.end();
}

// What CLD2 reliably finds, by its name. `hint`: which language is expected.
std::optional<std::string> detected(std::string_view text, CLD2::Language hint) {
  CLD2::CLDHints const hints{nullptr, "", CLD2::UNKNOWN_ENCODING, hint};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  std::array<double, 3> scores{};
  int bytes = 0;
  bool reliable = false;
  auto const found =
      CLD2::ExtDetectLanguageSummary(text.data(), static_cast<int>(text.size()), true, &hints, 0, languages.data(),
                                     percents.data(), scores.data(), nullptr, &bytes, &reliable);
  if (!reliable || found == CLD2::UNKNOWN_LANGUAGE || percents[0] < sure_percent) return std::nullopt;
  return CLD2::LanguageCode(found);
}

}  // namespace

std::optional<std::string> language_tag(std::string_view text) {
  auto const subtags = subtags_of(without_charset(text));
  if (subtags.empty() || !is_primary(subtags.front())) return std::nullopt;
  if (!std::all_of(subtags.begin() + 1, subtags.end(), is_subtag)) return std::nullopt;
  if (subtags.back().size() == 1) return std::nullopt;  // an extension without its value
  auto tag = current_code(to_lower(subtags.front()));
  for (auto subtag = subtags.begin() + 1; subtag != subtags.end() && subtag->size() > 1; ++subtag)
    tag += '-' + in_usual_case(*subtag);
  return tag;
}

bool is_language_tag(std::string_view text) { return language_tag(text).has_value(); }

std::vector<std::string> languages_read(std::string_view tag) {
  auto const known = language_tag(tag);
  if (!known) return {};
  std::vector<std::string> languages{*known};
  auto rest = with_implied_script(*known);
  if (rest != *known) languages.push_back(rest);
  while (!is_of_another_script(rest) && rest.find('-') != std::string::npos) {
    rest.erase(rest.rfind('-'));
    languages.push_back(rest);
  }
  return languages;
}

bool has_no_spaces(std::string_view language) {
  constexpr std::array<std::string_view, 7> such{"ja", "zh", "yue", "ko", "th", "lo", "km"};
  return std::find(such.begin(), such.end(), language) != such.end();
}

bool is_plausibly_in(std::string_view text, std::string const& language) {
  auto const wanted = cld_name(language);
  if (!holds(found_by_cld2, wanted)) return true;
  auto const found = detected(text, CLD2::GetLanguageFromName(wanted.c_str()));
  return !found || are_alike(wanted, *found);
}

std::optional<std::string> language_found_in(std::string_view text) {
  auto const found = is_storable(text) ? detected(text, CLD2::UNKNOWN_LANGUAGE) : std::nullopt;
  if (!found) return std::nullopt;
  auto const tag = language_tag(*found).value_or("");
  return tag.substr(0, tag.find('-'));
}

}  // namespace proactive
