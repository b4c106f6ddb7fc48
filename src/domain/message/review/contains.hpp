#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace proactive {

inline bool contains_any(std::string_view text, std::initializer_list<std::string_view> wanted) {
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

}  // namespace proactive
