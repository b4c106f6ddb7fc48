#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/session.hpp"
#include "store/facts.hpp"
#include "store/outbox.hpp"

// The operator's word on calls of the app's webhook. Each connects by itself.
namespace proactive::app {

struct WebhookReport {
  std::vector<store::ListedCall> calls;  // of the status, 1,000 at most, oldest first
  store::OutboxCounts counts;
  std::optional<Instant> gone_since;       // the receiver has answered 410
  std::map<Pair, store::PairNames> names;  // of those that the app knows
};
WebhookReport listed_calls(Invocation const& invocation, store::CallStatus status);

// By ids of their engagements (all of them or none), by user, or simply all that wait or were given up.
struct CallSelection {
  std::vector<std::string> ids = {};
  std::optional<std::string> user_id = {};
};

// Each returns how many. Throws Error (usage) where an id is not one of such a call; nothing is changed then.
long retry_calls(Invocation const& invocation, CallSelection const& selection);
long drop_calls(Invocation const& invocation, CallSelection const& selection);

// The receiver that has answered 410 is called again. Returns whether there was one.
bool resume_calls(Invocation const& invocation);

// Calls the receiver once with a document of type "test". Returns what is wrong with its answer; empty: nothing.
std::string test_receiver(Invocation const& invocation);

}  // namespace proactive::app
