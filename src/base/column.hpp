#pragma once

#include <functional>
#include <type_traits>
#include <vector>

namespace proactive {

// One field of every item, or what a function makes of each.
template <typename Item, typename Read>
auto column(std::vector<Item> const& items, Read read) {
  using Element = std::decay_t<std::invoke_result_t<Read, Item const&>>;
  std::vector<Element> values;
  values.reserve(items.size());
  for (auto const& item : items) values.push_back(std::invoke(read, item));
  return values;
}

}  // namespace proactive
