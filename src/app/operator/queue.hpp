#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/session.hpp"
#include "store/facts.hpp"
#include "store/queue.hpp"

// The operator's word on messages that were not delivered yet. Each connects by itself.
namespace proactive::app {

// Ids of engagements, each once. Throws Error (usage) where one is no number; `where`: the command that shows them.
std::vector<std::string> require_numbers(std::vector<std::string> const& ids, std::string_view where);

struct QueueReport {
  std::vector<store::QueuedMessage> messages;  // of the state, 1,000 at most
  store::QueueCounts counts;
  std::map<Pair, store::PairNames> names;  // of those that the app knows
};
QueueReport queued_messages(Invocation const& invocation, store::QueueState state);

// By ids (all of them or none), by user and companion, or simply all.
struct QueueSelection {
  std::vector<std::string> ids = {};
  std::optional<std::string> user_id = {};
  std::optional<std::string> companion_id = {};
};

// Each returns how many. Throws Error (usage) where an id is not one of a message in that state.
long approve_messages(Invocation const& invocation, QueueSelection const& selection);                         // waiting
long reject_messages(Invocation const& invocation, QueueSelection const& selection, std::string const& why);  // waiting
long cancel_messages(Invocation const& invocation, QueueSelection const& selection, std::string const& why);  // open

struct RetryReport {
  store::Retried retried;
  long left = 0;  // those whose pair has another open message by now, or a newer one that failed
};
RetryReport retry_messages(Invocation const& invocation, QueueSelection const& selection);

}  // namespace proactive::app
