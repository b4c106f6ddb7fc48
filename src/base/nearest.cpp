#include "base/nearest.hpp"

#include <algorithm>
#include <vector>

namespace proactive {

std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before_last(right.size() + 1);
  std::vector<std::size_t> last(right.size() + 1);
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      auto const replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      bool const swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row.back();
}

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
