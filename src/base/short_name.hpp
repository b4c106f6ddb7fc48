#pragma once

#include <cstddef>
#include <string_view>

namespace proactive {

// A name that operators give: 1 to 40 of a-z, 0-9, _ and -, first a letter.
constexpr bool is_short_name(std::string_view text) {
  constexpr std::size_t longest = 40;
  if (text.empty() || text.size() > longest || text.front() < 'a' || text.front() > 'z') return false;
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string_view::npos;
}
inline constexpr std::string_view short_name_rule{"up to 40 of a-z, 0-9, _ and -, first a letter"};

}  // namespace proactive
