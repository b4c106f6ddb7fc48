#pragma once

#include <string>
#include <vector>

#include "app/session.hpp"
#include "store/queue.hpp"

// The operator's word on messages before they are due. Each connects by itself.
namespace proactive::app {

struct QueueReport {
  std::vector<store::WaitingMessage> messages;  // the soonest 1,000
  long waiting = 0;
};
QueueReport waiting_messages(Invocation const& invocation);

// All of them or none: throws Error (usage) where one does not wait. Returns how many.
long approve_messages(Invocation const& invocation, std::vector<std::string> const& ids);
long reject_messages(Invocation const& invocation, std::vector<std::string> const& ids, std::string const& why);

}  // namespace proactive::app
