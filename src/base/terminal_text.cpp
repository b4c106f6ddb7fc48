#include "base/terminal_text.hpp"

#include <utf8proc.h>

#include <algorithm>

#include "base/text.hpp"

namespace proactive {

namespace {

constexpr std::size_t least_room = 16;  // for words
constexpr std::size_t narrow_indent = 4;

constexpr char32_t joiner = 0x200D;
constexpr char32_t as_emoji = 0xFE0F;

std::size_t width_of(char32_t c) {
  bool const is_jamo_within = c >= 0x1160 && c <= 0x11FF;  // stands in the square of the consonant before it
  if (is_jamo_within) return 0;
  bool const is_beside = utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_MC;
  if (is_beside) return 1;  // most terminals give spacing marks a column, as wcwidth() does
  return static_cast<std::size_t>(std::max(0, utf8proc_charwidth(static_cast<utf8proc_int32_t>(c))));
}

bool is_skin_tone(char32_t c) { return c >= 0x1F3FB && c <= 0x1F3FF; }

std::size_t width_of_grapheme(std::string_view grapheme) {
  auto const characters = characters_of(grapheme);
  std::size_t width = 0;
  for (auto const c : characters) width += width_of(c);
  bool const is_emoji = characters.size() > 1 &&
                        std::any_of(characters.begin() + 1, characters.end(),
                                    [](char32_t c) { return c == joiner || c == as_emoji || is_skin_tone(c); }) &&
                        !is_letter(characters.front());
  return is_emoji ? 2 : width;
}

// The columns of the text's begin, up to `most`: how many bytes, and how wide they are.
struct Head {
  std::size_t bytes = 0;
  std::size_t width = 0;
};
Head head_of(std::string_view text, std::size_t most) {
  Head head;
  for (auto const grapheme : graphemes_of(text)) {
    auto const width = width_of_grapheme(grapheme);
    if (head.width + width > most) break;
    head.bytes += grapheme.size();
    head.width += width;
  }
  return head;
}

// Where a line that is too long ends: behind the last space within, or where it is full.
std::size_t end_of_line(std::string_view text, std::size_t columns) {
  auto const head = head_of(text, columns);
  if (head.bytes == text.size()) return head.bytes;
  if (text[head.bytes] == ' ') return head.bytes;
  auto const first_word = text.find_first_not_of(' ');
  auto const space = text.substr(0, head.bytes).rfind(' ');
  bool const has_words = space != std::string_view::npos && space > first_word;
  auto const whole = head.bytes > 0 ? head.bytes : graphemes_of(text).front().size();
  return has_words ? space : whole;
}

// What people copy: JSON, addresses and paths. A terminal that breaks a line by itself copies it whole.
bool is_to_be_copied(std::string_view word) {
  return word.starts_with('{') || word.starts_with('[') || word.starts_with('/') ||
         word.find("://") != std::string_view::npos;
}

// The spaces at the begin of a line and the word behind them.
std::string_view first_word_of(std::string_view line) {
  auto const begin = std::min(line.find_first_not_of(' '), line.size());
  return line.substr(0, line.find(' ', begin));
}

}  // namespace

std::size_t terminal_width(std::string_view text) {
  bool const is_plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
  if (is_plain) return text.size();
  std::size_t width = 0;
  for (auto const grapheme : graphemes_of(text)) width += width_of_grapheme(grapheme);
  return width;
}

std::string pad_right(std::string const& text, std::size_t width) {
  auto const used = terminal_width(text);
  return used >= width ? text : text + std::string(width - used, ' ');
}

std::string pad_left(std::string const& text, std::size_t width) {
  auto const used = terminal_width(text);
  return used >= width ? text : std::string(width - used, ' ') + text;
}

std::string shortened_to_columns(std::string_view text, std::size_t columns) {
  if (terminal_width(text) <= columns) return std::string{text};
  if (columns == 0) return {};
  auto head = text.substr(0, head_of(text, columns - 1).bytes);
  while (head.ends_with(' ')) head.remove_suffix(1);
  return std::string{head} + "\u2026";
}

std::vector<std::string> wrapped(std::string_view line, std::size_t columns, std::size_t hanging) {
  auto const room = std::max(least_room, columns / 3);
  if (hanging + room > columns) hanging = std::min({hanging, narrow_indent, columns / 4});
  std::vector<std::string> lines;
  std::string indent;
  while (indent.size() + terminal_width(line) > columns) {
    auto const first = first_word_of(line);
    bool const is_whole = indent.size() + terminal_width(first) > columns && is_to_be_copied(trim(first));
    auto const end = is_whole ? first.size() : end_of_line(line, columns - indent.size());
    lines.push_back(is_whole ? std::string{trim(first)} : indent + std::string{line.substr(0, end)});
    lines.back().erase(lines.back().find_last_not_of(' ') + 1);
    line.remove_prefix(end);
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    indent.assign(hanging, ' ');
  }
  if (!line.empty() || lines.empty()) lines.push_back(indent + std::string{line});
  return lines;
}

}  // namespace proactive
