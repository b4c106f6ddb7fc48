#include "base/nearest.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace proactive {

std::size_t most_edits(std::string_view name) { return std::clamp<std::size_t>(name.size() / 3, 1, 4); }

std::optional<std::string> nearest_word(std::string_view name, std::vector<std::string> const& known) {
  if (name.size() > 100) return std::nullopt;
  std::optional<std::string> nearest;
  auto least = most_edits(name) + 1;
  for (auto const& each : known) {
    auto const edits = edit_distance(name, each);
    if (edits >= least) continue;
    least = edits;
    nearest = each;
  }
  return nearest;
}

}  // namespace proactive
