#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/channel/delivered_message.hpp"
#include "domain/facts.hpp"
#include "domain/plan/results.hpp"
#include "store/pairs.hpp"
#include "store/pg/database.hpp"

namespace proactive::store {

// Engagements whose time has come at `as_of`, oldest first, after the last one seen.
struct DueKey {
  EngagementKey key;
  Instant scheduled_for;
  int slice = 0;
  int shard = 0;  // where the rows of its users lie together
};
std::vector<DueKey> due_keys(Transaction& transaction, Instant as_of, std::optional<DueKey> const& after,
                             Slices const& slices, long limit);

// Those of them that are due still, user by user. Takes no lock: deliver() claims. One that cannot be read (a stored
// word that this version does not know) is left out and named in `unreadable`.
std::vector<DueEngagement> due_engagements(Transaction& transaction, Instant as_of,
                                           std::vector<EngagementKey> const& keys,
                                           std::vector<ClosedEngagement>& unreadable);

// All that is due to the users of these, too.
std::vector<DueEngagement> due_of_users(Transaction& transaction, Instant as_of, std::vector<EngagementKey> const& keys,
                                        std::vector<ClosedEngagement>& unreadable);

// How much is due in each slice, of so many that have been due for longest; the slice of the oldest first.
std::vector<SliceDue> due_engagements_by_slice(Transaction& transaction, Instant as_of, Slices const& slices,
                                               long most);

// Messages sent after `since`, which is an hour ago at most, and when the first of them was.
struct RecentlySent {
  long count = 0;
  std::optional<Instant> first;
};
RecentlySent sent_since(Transaction& transaction, Instant since, Slices const& slices);

// What became of a batch in its delivering transaction.
struct Deliveries {
  std::vector<DeliveredMessage> messages;  // in the order of the batch
  std::vector<ClosedEngagement> refused;   // by the app, with its reasons: cancelled
};

// Sends: status, the app's message and the record of the delivery together, or (by the transaction) nothing.
// Engagements that are no longer scheduled are left out. Throws DataError where the app's function does not answer for
// each engagement exactly once.
Deliveries deliver(Transaction& transaction, std::vector<DueEngagement> const& engagements, Instant as_of);

// How many of the engagements are sent, and refused by the app: what became of a transaction whose commit was not
// answered.
struct CommitOutcome {
  long sent = 0;
  long refused = 0;
};
CommitOutcome commit_outcome(Transaction& transaction, std::vector<EngagementKey> const& engagements, Instant as_of);

// Engagements that end without a message.
void close_due(Transaction& transaction, std::vector<ClosedEngagement> const& engagements, Instant as_of);

void hold_due(Transaction& transaction, std::vector<HeldEngagement> const& engagements);

}  // namespace proactive::store
