#pragma once

#include <functional>
#include <iterator>
#include <type_traits>
#include <vector>

namespace proactive {

// One field of every item, or what a function makes of each.
template <typename Items, typename Read>
auto column(Items const& items, Read read) {
  using Element = std::decay_t<std::invoke_result_t<Read, decltype(*std::begin(items))>>;
  std::vector<Element> values;
  values.reserve(std::size(items));
  for (auto const& item : items) values.push_back(std::invoke(read, item));
  return values;
}

}  // namespace proactive
