#include "domain/message/foreign_marks.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace proactive {

namespace {

using Found = std::optional<std::string>;

constexpr std::size_t most_shown = 40;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word_char(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

// "<3" begins no tag.
bool is_tag_start(char c) { return is_letter(c) || std::string_view{"/%=?!_"}.find(c) != std::string_view::npos; }

std::string shown(std::string_view text, std::size_t begin, std::size_t end) {
  return shortened(printable(text.substr(begin, end - begin)), most_shown);
}

// Braces have no use in a message but this, not even one alone.
Found braces(std::string_view text) {
  for (auto const& [open, close] : {std::pair{"{", "}"}, std::pair{"\uFF5B", "\uFF5D"}}) {
    auto const begin = text.find(open);
    auto const end = text.find(close);
    if (begin == std::string_view::npos && end == std::string_view::npos) continue;
    if (begin == std::string_view::npos) return close;
    auto const closing = text.find(close, begin);
    return closing == std::string_view::npos ? std::string{open}
                                             : shown(text, begin, closing + std::string_view{close}.size());
  }
  return std::nullopt;
}

// "[Name]", "*|FNAME|*", "<name>", "<%= name %>", "((name))": a letter between two marks.
Found enclosed(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> marks{
      {{"[", "]"}, {"*|", "|*"}, {"<", ">"}, {"((", "))"}}};
  for (auto const& [open, close] : marks) {
    for (auto begin = text.find(open); begin != std::string_view::npos; begin = text.find(open, begin + 1)) {
      auto const end = text.find(close, begin + open.size());
      if (end == std::string_view::npos) break;
      bool const is_sign = open == "<" && !is_tag_start(text[begin + 1]);
      if (!is_sign && has_letter(text.substr(begin, end - begin))) return shown(text, begin, end + close.size());
    }
  }
  return std::nullopt;
}

// "%name%", "#name#", "__NAME__", and ":smile:": one word between the same marks.
Found wrapped_word(std::string_view text) {
  constexpr std::array<std::string_view, 4> marks{"%", "#", "__", ":"};
  for (auto const mark : marks) {
    for (auto begin = text.find(mark); begin != std::string_view::npos; begin = text.find(mark, begin + 1)) {
      auto end = begin + mark.size();
      if (end >= text.size() || !is_letter(text[end])) continue;
      while (end < text.size() && is_word_char(text[end]) && !text.substr(end).starts_with(mark)) ++end;
      if (text.substr(end).starts_with(mark)) return shown(text, begin, end + mark.size());
    }
  }
  return std::nullopt;
}

// "%s", "%1$s", "%@", "$name"; and not "100% sure", "$5", "A$AP".
Found printf_mark(std::string_view text) {
  auto const is_word_at = [&](std::size_t at) { return at < text.size() && is_word_char(text[at]); };
  for (auto sign = text.find_first_of("%$"); sign != std::string_view::npos;
       sign = text.find_first_of("%$", sign + 1)) {
    auto end = sign + 1;
    if (sign > 0 && is_word_at(sign - 1)) continue;
    if (text[sign] == '$') {
      if (end >= text.size() || !is_letter(text[end])) continue;
      while (is_word_at(end)) ++end;
      return shown(text, sign, end);
    }
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (end < text.size() && text[end] == '$') ++end;
    bool const is_conversion = end < text.size() && std::string_view{"sd@"}.find(text[end]) != std::string_view::npos;
    if (is_conversion && !is_word_at(end + 1)) return shown(text, sign, end + 1);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> foreign_mark(std::string const& text) {
  for (auto const look_for : {&braces, &enclosed, &wrapped_word, &printf_mark}) {
    if (auto found = look_for(text)) return found;
  }
  return std::nullopt;
}

}  // namespace proactive
