#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/column.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "domain/types.hpp"

namespace proactive::store {

// The parameters of an unnest(), which live as long as what they are of.
inline std::vector<std::string_view> user_ids(std::vector<Pair> const& pairs) {
  return column(pairs, [](Pair const& pair) { return std::string_view{pair.user_id}; });
}
inline std::vector<std::string_view> companion_ids(std::vector<Pair> const& pairs) {
  return column(pairs, [](Pair const& pair) { return std::string_view{pair.companion_id}; });
}
inline std::vector<std::string_view> user_ids(std::vector<EngagementKey> const& keys) {
  return column(keys, [](EngagementKey const& key) { return std::string_view{key.user_id}; });
}
inline std::vector<std::string_view> engagement_ids(std::vector<EngagementKey> const& keys) {
  return column(keys, [](EngagementKey const& key) { return std::string_view{key.id}; });
}

// An array of timestamps, as to_jsonb() gives it.
inline std::vector<Instant> read_instants(Json const& list) {
  std::vector<Instant> instants;
  for (auto const& item : list) {
    if (!item.is_string()) continue;
    if (auto const instant = parse_instant(item.get<std::string>())) instants.push_back(*instant);
  }
  return instants;
}

}  // namespace proactive::store
