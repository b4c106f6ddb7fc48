#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "domain/types.hpp"

namespace proactive::store {

// One field of every item, as the parameter of an unnest().
template <typename Item, typename Read>
auto column(std::vector<Item> const& items, Read read) {
  using Element = std::decay_t<std::invoke_result_t<Read, Item const&>>;
  std::vector<Element> values;
  values.reserve(items.size());
  for (auto const& item : items) values.push_back(std::invoke(read, item));
  return values;
}

inline std::vector<std::string> user_ids(std::vector<Pair> const& pairs) { return column(pairs, &Pair::user_id); }
inline std::vector<std::string> companion_ids(std::vector<Pair> const& pairs) {
  return column(pairs, &Pair::companion_id);
}
inline std::vector<std::string> user_ids(std::vector<EngagementKey> const& keys) {
  return column(keys, &EngagementKey::user_id);
}
inline std::vector<std::string> engagement_ids(std::vector<EngagementKey> const& keys) {
  return column(keys, &EngagementKey::id);
}

}  // namespace proactive::store
