#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/channel/delivered_message.hpp"
#include "domain/facts.hpp"
#include "store/database.hpp"
#include "store/relationships.hpp"

namespace proactive::store {

// Engagements whose time has come at `as_of`, oldest first, after the last one seen. Takes no lock: deliver() claims.
std::vector<DueEngagement> due_engagements(Transaction& transaction, Instant as_of,
                                           std::optional<DueEngagement> const& after, Slices const& slices, int limit);

// Sends: status, message, conversation and relationship together, or (by the transaction) nothing. Engagements that are
// no longer scheduled are left out; returns the messages of the others, in their order. `next_check_at`: when the gate
// looks again.
std::vector<DeliveredMessage> deliver(Transaction& transaction, std::vector<DueEngagement> const& engagements,
                                      Instant as_of, Instant next_check_at);

// How many of the engagements are sent: what became of a transaction whose commit was not answered.
long count_sent(Transaction& transaction, std::vector<EngagementKey> const& engagements, Instant as_of);

// An engagement that ends without a message: cancelled, expired or failed.
struct ClosedEngagement {
  EngagementKey key;
  std::string status;
  Reason reason = Reason::gone;
  std::string error;  // empty where nothing went wrong
};
void close_due(Transaction& transaction, std::vector<ClosedEngagement> const& engagements, Instant as_of);

struct HeldEngagement {
  EngagementKey key;
  Instant scheduled_for;
};
void hold_due(Transaction& transaction, std::vector<HeldEngagement> const& engagements);

}  // namespace proactive::store
