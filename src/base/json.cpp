#include "base/json.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace proactive {

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
