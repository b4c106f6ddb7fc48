#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/operator/user.hpp"
#include "domain/gate/rules.hpp"

namespace proactive::app {

// As of any flag (domain/safety.hpp).
std::optional<Instant> silence_end(store::StoredFlag const& flag, GateRules const& rules);

struct FlaggedUser {
  std::string user_id;
  UserFlag flag;
};
struct FlagReport {
  std::vector<FlaggedUser> flagged;  // those that keep somebody silent now: not released first, the oldest first
  long left_out = 0;                 // for which there was no room
};
FlagReport flagged_users(Invocation const& invocation);

}  // namespace proactive::app
