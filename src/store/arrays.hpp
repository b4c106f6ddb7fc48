#pragma once

#include <string>
#include <vector>

#include "base/column.hpp"
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

}  // namespace proactive::store
