#pragma once

#include <string>
#include <vector>

#include "base/column.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "domain/types.hpp"

namespace proactive::store {

// The parameters of an unnest().
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
