#include "base/hidden.hpp"

#include <string_view>

namespace proactive {

namespace {

bool lies_in(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

bool is_ignorable(char32_t c) {
  return c == 0xAD || c == 0x34F || c == 0x61C || lies_in(c, 0x115F, 0x1160) || lies_in(c, 0x17B4, 0x17B5) ||
         lies_in(c, 0x180B, 0x180F) || lies_in(c, 0x200B, 0x200F) || lies_in(c, 0x2060, 0x206F) || c == 0x2800 ||
         c == 0x3164 || lies_in(c, 0xFE00, 0xFE0F) || c == 0xFEFF || c == 0xFFA0 || lies_in(c, 0xFFF0, 0xFFFB) ||
         lies_in(c, 0x1BCA0, 0x1BCA3) || lies_in(c, 0x1D173, 0x1D17A) || lies_in(c, 0xE0000, 0xE0FFF);
}

bool is_pictograph(char32_t c) {
  return lies_in(c, 0x1F000, 0x1FAFF) || lies_in(c, 0x2190, 0x2BFF) || lies_in(c, 0x3030, 0x303D) || c == 0x3297 ||
         c == 0x3299 ||
         std::u32string_view{U"\u00A9\u00AE\u203C\u2049\u2122\u2139"}.find(c) != std::u32string_view::npos;
}
bool is_keycap(char32_t c) { return lies_in(c, U'0', U'9') || c == U'#' || c == U'*'; }
bool is_modifier(char32_t c) { return c == 0xFE0F || lies_in(c, 0x1F3FB, 0x1F3FF) || c == 0x20E3; }
bool needs_joiners(char32_t c) { return lies_in(c, 0x600, 0x6FF) || lies_in(c, 0x900, 0xDFF); }

// Emoji that are joined to one, a variant of an emoji, a joiner within a word that is written with it.
bool has_place(std::u32string const& text, std::size_t at) {
  auto const c = text[at];
  auto const before = at > 0 ? text[at - 1] : U' ';
  auto const after = at + 1 < text.size() ? text[at + 1] : U' ';
  if (c == 0xFE0F || c == 0xFE0E) return is_pictograph(before) || is_keycap(before);
  bool const joins_emoji = c == 0x200D && (is_pictograph(before) || is_modifier(before)) && is_pictograph(after);
  bool const joins_letters = (c == 0x200C || c == 0x200D) && needs_joiners(before) && needs_joiners(after);
  return joins_emoji || joins_letters;
}

}  // namespace

bool is_hidden_at(std::u32string const& text, std::size_t at) { return is_ignorable(text[at]) && !has_place(text, at); }

}  // namespace proactive
