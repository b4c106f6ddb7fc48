#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/pairs.hpp"
#include "store/pg/database.hpp"

// Messages that wait for an operator's approval: scheduled, and not due before.
namespace proactive::store {

struct WaitingMessage {
  std::string id;
  Pair pair;
  std::string type;
  std::string writer;
  std::optional<std::string> model;
  Instant scheduled_for;
  std::string content;
};
// The soonest first.
std::vector<WaitingMessage> waiting_messages(Transaction& transaction, int limit);

struct WaitingCounts {
  long waiting = 0;
  long overdue = 0;  // of them: were to be delivered before now
};
WaitingCounts count_waiting(Transaction& transaction, Instant now, Slices const& slices);

// Those of the ids that wait; locked until the transaction ends.
std::vector<EngagementKey> lock_waiting(Transaction& transaction, std::vector<std::string> const& ids);
void approve(Transaction& transaction, std::vector<EngagementKey> const& waiting, std::string const& by);
void reject(Transaction& transaction, std::vector<EngagementKey> const& waiting, std::string const& why);

// Ends those that were not approved while they made sense: for so many hours, by type. Returns how many.
long expire_waiting(Transaction& transaction, Instant now,
                    std::vector<std::pair<EngagementType, int>> const& valid_hours, Slices const& slices);

}  // namespace proactive::store
