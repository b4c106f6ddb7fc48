#include "domain/message/wrapping.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "domain/message/preambles.hpp"

namespace proactive {

namespace {

constexpr int most_rounds = 4;
constexpr std::size_t most_head = 300;  // bytes of what stands in front of a message

// Spaces of any width.
std::string_view bare(std::string_view text) {
  constexpr std::array<std::string_view, 3> wide{"\u00A0", "\u202F", "\u3000"};
  for (bool is_done = false; !is_done;) {
    text = trim(text);
    is_done = true;
    for (auto const space : wide) {
      if (text.starts_with(space)) {
        text.remove_prefix(space.size());
        is_done = false;
      } else if (text.ends_with(space)) {
        text.remove_suffix(space.size());
        is_done = false;
      }
    }
  }
  return text;
}

struct Parts {
  std::string_view head;
  std::string_view rest;
};

// Without the emphasis that stands around the head, its separator perhaps within: "**Luna:** Hi". Nothing where it does
// not end there.
std::optional<Parts> without_marks(Parts parts) {
  for (std::string_view const mark : {"**", "__", "*", "_"}) {
    if (!parts.head.starts_with(mark)) continue;
    parts.head.remove_prefix(mark.size());
    if (parts.head.ends_with(mark)) {
      parts.head.remove_suffix(mark.size());
    } else if (parts.rest.starts_with(mark)) {
      parts.rest.remove_prefix(mark.size());
    } else {
      return std::nullopt;
    }
    break;
  }
  if (parts.head.starts_with('[') && parts.head.ends_with(']'))
    parts.head = parts.head.substr(1, parts.head.size() - 2);
  return Parts{bare(parts.head), bare(parts.rest)};
}

// At the first of this separator.
std::optional<Parts> split_at(std::string_view text, std::string_view separator) {
  auto const at = text.substr(0, most_head).find(separator);
  if (at == std::string_view::npos || at == 0) return std::nullopt;
  return without_marks({text.substr(0, at), text.substr(at + separator.size())});
}

std::string folded_name(std::string_view name) { return normalized(collapse_spaces(name)); }

std::string_view without_name(std::string_view text, std::string const& name) {
  if (name.empty()) return text;
  for (auto const* separator : {":", "\uFF1A", " \u2014 ", " \u2013 ", " - "}) {
    auto const parts = split_at(text, separator);
    if (parts && !parts->rest.empty() && folded_name(parts->head) == name) return parts->rest;
  }
  return text;
}

bool is_digit_at(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

// At the first colon, but for those of a time of day, or line break.
std::optional<Parts> split_at_end_of_preamble(std::string_view text) {
  auto const searched = text.substr(0, most_head);
  auto at = searched.find_first_of(":\n");
  while (at != std::string_view::npos && at > 0 && is_digit_at(text, at - 1) && is_digit_at(text, at + 1))
    at = searched.find_first_of(":\n", at + 1);
  auto const wide = searched.find("\uFF1A");
  if (wide < at) return without_marks({text.substr(0, wide), text.substr(wide + 3)});
  if (at == std::string_view::npos || at == 0) return std::nullopt;
  return without_marks({text.substr(0, at), text.substr(at + 1)});
}

std::string_view without_preamble(std::string_view text) {
  auto const parts = split_at_end_of_preamble(text);
  if (!parts || parts->rest.empty()) return text;
  auto const end = text.find_first_of(":\n");
  bool const is_line = end != std::string_view::npos && text[end] == '\n';
  return is_preamble(parts->head) || (is_line && is_assent(parts->head)) ? parts->rest : text;
}

// An apostrophe stands between letters, a quotation mark does not.
bool holds_quote(std::string_view text, std::string_view quote) {
  for (auto at = text.find(quote); at != std::string_view::npos; at = text.find(quote, at + quote.size())) {
    bool const may_be_apostrophe = quote == "'" || quote == "\u2019";
    bool const is_within = at > 0 && text[at - 1] != ' ' && at + quote.size() < text.size() &&
                           has_letter(text.substr(at + quote.size(), 4)) && text[at + quote.size()] != ' ';
    if (!may_be_apostrophe || !is_within) return true;
  }
  return false;
}

std::string_view without_quotes(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 10> quotes{{{"\"", "\""},
                                                                                  {"\u201C", "\u201D"},
                                                                                  {"\u201E", "\u201C"},
                                                                                  {"\u201E", "\u201D"},
                                                                                  {"\u00AB", "\u00BB"},
                                                                                  {"\u00BB", "\u00AB"},
                                                                                  {"\u300C", "\u300D"},
                                                                                  {"\u300E", "\u300F"},
                                                                                  {"\u2018", "\u2019"},
                                                                                  {"'", "'"}}};
  for (auto const& [open, close] : quotes) {
    if (text.size() <= open.size() + close.size() || !text.starts_with(open) || !text.ends_with(close)) continue;
    auto const inner = text.substr(open.size(), text.size() - open.size() - close.size());
    if (!bare(inner).empty() && !holds_quote(inner, open) && !holds_quote(inner, close)) return bare(inner);
  }
  return text;
}

}  // namespace

std::string without_wrapping(std::string const& message, std::string const& companion_name) {
  auto const name = folded_name(companion_name);
  auto text = bare(message);
  for (int round = 0; round < most_rounds; ++round) {
    auto const before = text;
    text = without_quotes(without_name(without_preamble(text), name));
    if (text == before) break;
  }
  return text == bare(message) ? message : std::string{text};
}

bool has_preamble(std::string const& message) {
  return announces_after_assent(shortened(message, most_head, most_head));
}

}  // namespace proactive
