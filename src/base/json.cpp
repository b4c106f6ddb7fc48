#include "base/json.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/hidden.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

// In JSON, as two where one has no room.
std::string escaped(char32_t c) {
  if (c < 0x10000) return fmt::format("\\u{:04x}", static_cast<unsigned>(c));
  auto const rest = static_cast<unsigned>(c) - 0x10000U;
  return fmt::format("\\u{:04x}\\u{:04x}", 0xD800U + (rest >> 10U), 0xDC00U + (rest & 0x3FFU));
}

}  // namespace

// Signs beyond ASCII, and DEL, stand in JSON's strings only.
std::string to_shown(Json const& value, int indent) {
  auto text = value.dump(indent, ' ', false, Json::error_handler_t::replace);
  bool const is_plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < 0x7F; });
  if (is_plain) return text;
  auto const characters = characters_of(text);
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t i = 0; i < characters.size(); ++i) {
    auto const one = utf8_of(characters.substr(i, 1));
    bool const is_safe = characters[i] < 0x7F || (!is_hidden_at(characters, i) && without_controls(one) == one);
    shown += is_safe ? one : escaped(characters[i]);
  }
  return shown;
}

std::optional<Json> parse_bounded(std::string_view text, int deepest) {
  // The parser itself needs no stack for depth; what is too deep is thrown away while it is read.
  bool too_deep = false;
  auto const bound = [&](int depth, Json::parse_event_t /*event*/, Json& /*value*/) {
    too_deep = too_deep || depth > deepest;
    return !too_deep;
  };
  auto value = Json::parse(text.begin(), text.end(), bound, false);
  if (too_deep || value.is_discarded()) return std::nullopt;
  return value;
}

bool has_repeated_keys(std::string_view text) {
  std::vector<std::set<std::string>> open;
  bool repeated = false;
  auto const look = [&](int /*depth*/, Json::parse_event_t event, Json& value) {
    if (event == Json::parse_event_t::object_start) open.emplace_back();
    if (event == Json::parse_event_t::object_end && !open.empty()) open.pop_back();
    if (event == Json::parse_event_t::key && !open.empty())
      repeated = !open.back().insert(value.get<std::string>()).second || repeated;
    return true;
  };
  auto const parsed = Json::parse(text.begin(), text.end(), look, false);
  return repeated && !parsed.is_discarded();
}

Json const& member(Json const& object, std::string_view key) {
  static Json const nothing;
  if (!object.is_object()) return nothing;
  auto const found = object.find(key);
  return found == object.end() ? nothing : *found;
}

std::string member_text(Json const& object, std::string_view key) {
  auto const& value = member(object, key);
  return value.is_string() ? value.get<std::string>() : std::string{};
}

std::vector<std::string> text_list(Json const& value) {
  std::vector<std::string> items;
  if (value.is_array()) {
    for (auto const& item : value) {
      if (item.is_string()) items.push_back(item.get<std::string>());
    }
  } else if (value.is_string()) {
    auto const text = value.get<std::string>();
    auto const inner = Json::parse(text, nullptr, false);
    if (inner.is_array()) return text_list(inner);
    for (std::size_t start = 0; start <= text.size();) {
      auto const comma = std::min(text.find(',', start), text.size());
      auto const item = trim(std::string_view{text}.substr(start, comma - start));
      if (!item.empty()) items.emplace_back(item);
      start = comma + 1;
    }
  }
  return items;
}

}  // namespace proactive
