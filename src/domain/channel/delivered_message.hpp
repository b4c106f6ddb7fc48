#pragma once

#include <string>

#include "base/json.hpp"
#include "domain/types.hpp"

namespace proactive {

// A message as its row says it: what a channel announces. The ids have the JSON type of the host's column: number or
// string.
struct DeliveredMessage {
  EngagementKey engagement;
  Pair pair;
  EngagementType type = EngagementType::check_in;
  Json id;
  Json conversation_id;
  Json sender_id;
  std::string content;
  Instant created_at;
  Instant updated_at;
};

}  // namespace proactive
