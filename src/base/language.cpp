#include "base/language.hpp"

#include <fmt/core.h>

#include <cstdio>  // compact_lang_det.h needs FILE

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>
#include <array>

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

}  // namespace

bool is_language_tag(std::string_view text) {
  auto const dash = text.find('-');
  auto const primary = text.substr(0, dash);
  auto const lower = [](char c) { return c >= 'a' && c <= 'z'; };
  auto const alnum = [&](char c) { return lower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  if (primary.size() < 2 || primary.size() > 3 || !std::all_of(primary.begin(), primary.end(), lower)) return false;
  if (dash == std::string_view::npos) return true;
  auto const region = text.substr(dash + 1);
  return region.size() >= 2 && region.size() <= 8 && std::all_of(region.begin(), region.end(), alnum);
}

bool is_plausibly_in(std::string_view text, std::string const& language) {
  auto const wanted = cld_name(language);
  if (!holds(found_by_cld2, wanted)) return true;
  auto const hint = CLD2::GetLanguageFromName(wanted.c_str());

  CLD2::CLDHints const hints{nullptr, "", CLD2::UNKNOWN_ENCODING, hint};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  std::array<double, 3> scores{};
  int bytes = 0;
  bool reliable = false;
  auto const found =
      CLD2::ExtDetectLanguageSummary(text.data(), static_cast<int>(text.size()), true, &hints, 0, languages.data(),
                                     percents.data(), scores.data(), nullptr, &bytes, &reliable);
  if (!reliable || found == CLD2::UNKNOWN_LANGUAGE || percents[0] < sure_percent) return true;
  return are_alike(wanted, CLD2::LanguageCode(found));
}

}  // namespace proactive
