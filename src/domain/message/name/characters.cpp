#include "domain/message/name/characters.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.hpp"

namespace proactive::spoken {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

struct Block {
  char32_t first;
  char32_t last;
  Script script;
};

// The range that may hold a character, of ranges in their order.
template <typename Ranges>
auto const* range_of(char32_t c, Ranges const& ranges) {
  auto const behind = std::upper_bound(ranges.begin(), ranges.end(), c,
                                       [](char32_t value, auto const& range) { return value < range.first; });
  if (behind == ranges.begin() || std::prev(behind)->last < c) return static_cast<decltype(&*behind)>(nullptr);
  return &*std::prev(behind);
}

template <typename Ranges>
bool is_in(char32_t c, Ranges const& ranges) {
  return range_of(c, ranges) != nullptr;
}

constexpr auto blocks = std::to_array<Block>(
    {{0x0041, 0x005A, Script::latin},     {0x0061, 0x007A, Script::latin},      {0x00C0, 0x00D6, Script::latin},
     {0x00D8, 0x00F6, Script::latin},     {0x00F8, 0x01BF, Script::latin},      {0x01CD, 0x01F0, Script::latin},
     {0x01F4, 0x024F, Script::latin},     {0x0253, 0x0254, Script::latin},      {0x0256, 0x0257, Script::latin},
     {0x0259, 0x0259, Script::latin},     {0x025B, 0x025B, Script::latin},      {0x0263, 0x0263, Script::latin},
     {0x0370, 0x03FF, Script::greek},     {0x0400, 0x052F, Script::cyrillic},   {0x0531, 0x0556, Script::armenian},
     {0x0561, 0x0587, Script::armenian},  {0x0591, 0x05EA, Script::hebrew},     {0x0610, 0x061A, Script::arabic},
     {0x0620, 0x065F, Script::arabic},    {0x066E, 0x06D3, Script::arabic},     {0x06D5, 0x06D5, Script::arabic},
     {0x06EE, 0x06EF, Script::arabic},    {0x06FA, 0x06FF, Script::arabic},     {0x0750, 0x077F, Script::arabic},
     {0x0780, 0x07B1, Script::thaana},    {0x0900, 0x097F, Script::devanagari}, {0x0980, 0x09FF, Script::bengali},
     {0x0A00, 0x0A7F, Script::gurmukhi},  {0x0A80, 0x0AFF, Script::gujarati},   {0x0B00, 0x0B7F, Script::oriya},
     {0x0B80, 0x0BFF, Script::tamil},     {0x0C00, 0x0C7F, Script::telugu},     {0x0C80, 0x0CFF, Script::kannada},
     {0x0D00, 0x0D7F, Script::malayalam}, {0x0D80, 0x0DFF, Script::sinhala},    {0x0E01, 0x0E4E, Script::thai},
     {0x0E81, 0x0EDF, Script::lao},       {0x1000, 0x104F, Script::myanmar},    {0x10D0, 0x10FF, Script::georgian},
     {0x1200, 0x135F, Script::ethiopic},  {0x1780, 0x17D3, Script::khmer},      {0x1E00, 0x1EFF, Script::latin},
     {0x1F00, 0x1FFF, Script::greek},     {0x2D30, 0x2D6F, Script::tifinagh},   {0x3005, 0x3005, Script::han},
     {0x3041, 0x3096, Script::hiragana},  {0x30A1, 0x30FA, Script::katakana},   {0x30FC, 0x30FC, Script::katakana},
     {0x3400, 0x4DBF, Script::han},       {0x4E00, 0x9FFF, Script::han},        {0xAC00, 0xD7A3, Script::hangul},
     {0x20000, 0x3134F, Script::han}});

constexpr auto general_marks =
    std::to_array<Range>({{0x0300, 0x0304}, {0x0306, 0x030C}, {0x0323, 0x0328}, {0x032E, 0x032E}, {0x0331, 0x0331}});

constexpr auto invisible = std::to_array<Range>({{0x00AD, 0x00AD},
                                                 {0x034F, 0x034F},
                                                 {0x061C, 0x061C},
                                                 {0x0640, 0x0640},  // lengthens Arabic letters
                                                 {0x17B4, 0x17B5},
                                                 {0x180B, 0x180F},
                                                 {0x200B, 0x200F},
                                                 {0x202A, 0x202C},
                                                 {0x2060, 0x206F},
                                                 {0xFE00, 0xFE0F},
                                                 {0xFEFF, 0xFEFF},
                                                 {0xE0000, 0xE0FFF}});

constexpr auto blanks = std::to_array<Range>({{0x0009, 0x0009},
                                              {0x0020, 0x0020},
                                              {0x00A0, 0x00A0},
                                              {0x115F, 0x1160},
                                              {0x1680, 0x1680},
                                              {0x2000, 0x200A},
                                              {0x202F, 0x202F},
                                              {0x205F, 0x205F},
                                              {0x2800, 0x2800},
                                              {0x3000, 0x3000},
                                              {0x3164, 0x3164},
                                              {0xFFA0, 0xFFA0}});

constexpr auto line_breaks = std::to_array<Range>({{0x000A, 0x000D}, {0x0085, 0x0085}, {0x2028, 0x2029}});

constexpr auto symbols = std::to_array<Range>({{0x2190, 0x21FF},
                                               {0x2300, 0x23FF},
                                               {0x2500, 0x27BF},
                                               {0x2900, 0x297F},
                                               {0x2B00, 0x2BFF},
                                               {0x3030, 0x3030},
                                               {0x303D, 0x303D},
                                               {0x1F000, 0x1F0FF},
                                               {0x1F1E6, 0x1F1FF},
                                               {0x1F300, 0x1FAFF}});

constexpr auto vietnamese = std::to_array<Range>({{0x0128, 0x0129},
                                                  {0x0168, 0x0169},
                                                  {0x01A0, 0x01A1},
                                                  {0x01AF, 0x01B0},
                                                  {0x1EA0, 0x1EB7},
                                                  {0x1EBA, 0x1EBB},
                                                  {0x1EBE, 0x1EC9},
                                                  {0x1ECE, 0x1EE3},
                                                  {0x1EE6, 0x1EF9}});

bool is_one_of(char32_t c, std::u32string_view characters) { return characters.find(c) != std::u32string_view::npos; }

}  // namespace

std::vector<std::u32string_view> split(std::u32string_view text, char32_t separator) {
  std::vector<std::u32string_view> parts;
  for (;;) {
    auto const end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::u32string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

Script script_of(char32_t c) {
  auto const* const block = range_of(c, blocks);
  return block == nullptr ? Script::none : block->script;
}

bool has_capitals(Script script) { return script >= Script::latin && script <= Script::armenian; }

bool repeats_letters(Script script) {
  return (script >= Script::devanagari && script <= Script::myanmar) || script == Script::khmer;
}

bool is_name_letter(char32_t c) { return script_of(c) != Script::none && is_letter(c); }
bool is_general_mark(char32_t c) { return is_in(c, general_marks); }
bool is_name_mark(char32_t c) { return is_general_mark(c) || (script_of(c) != Script::none && is_mark(c)); }

std::size_t letter_count(std::u32string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_name_letter));
}

bool is_capital(char32_t c) { return lower_case(c) != c; }

std::u32string lowered(std::u32string_view text, bool turkish) {
  std::u32string low;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool const ends = i > 0 && is_name_letter(text[i - 1]) &&
                      (i + 1 == text.size() || !(is_name_letter(text[i + 1]) || is_apostrophe(text[i + 1])));
    if (text[i] == U'I' && turkish) {
      low += U'\u0131';
    } else if (text[i] == U'\u03A3' && ends) {
      low += U'\u03C2';
    } else {
      low += lower_case(text[i]);
    }
  }
  return low;
}

bool is_apostrophe(char32_t c) { return is_one_of(c, U"'\u2019\u2018\u02BC\u02BB"); }
bool is_middle_dot(char32_t c) { return is_one_of(c, U"\u00B7\u30FB\u2027"); }
bool is_joiner(char32_t c) { return c == U'\u200C' || c == U'\u200D'; }
bool is_invisible(char32_t c) { return is_in(c, invisible); }
bool is_blank(char32_t c) { return is_in(c, blanks); }
bool is_line_break(char32_t c) { return is_in(c, line_breaks); }

bool is_ornament(char32_t c) {
  constexpr std::u32string_view signs =
      U" ~*"
      U"\u2022\u00B7\u30FB\u00A1\u00BF\"\u201C\u201D\u201E\u00AB\u00BB\u2039\u203A\u300C\u300D\u300E\u300F\u2018\u2019"
      U"'";
  return is_one_of(c, signs) || is_in(c, symbols);
}

bool is_vietnamese_letter(char32_t c) { return is_in(c, vietnamese); }
bool is_turkish_letter(char32_t c) { return is_one_of(c, U"\u0130\u0131\u011E\u011F"); }

}  // namespace proactive::spoken
