#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/names.hpp"
#include "domain/channel/delivered_message.hpp"
#include "domain/facts.hpp"
#include "store/pairs.hpp"
#include "store/pg/database.hpp"

// Calls of the app's webhook that were not accepted yet, and what became of the others.
namespace proactive::store {

// The names are stored, and frozen.
enum class CallStatus {
  waiting,
  accepted,
  dropped,  // not wanted any more
  dead      // given up
};

}  // namespace proactive::store

namespace proactive {

template <>
struct Names<store::CallStatus> {
  static constexpr auto table = std::to_array<Named<store::CallStatus>>({{store::CallStatus::waiting, "waiting"},
                                                                         {store::CallStatus::accepted, "accepted"},
                                                                         {store::CallStatus::dropped, "dropped"},
                                                                         {store::CallStatus::dead, "dead"}});
};

}  // namespace proactive

namespace proactive::store {

// In the delivering transaction. `bodies` in the order of the messages.
void put_into_outbox(Transaction& transaction, std::vector<DeliveredMessage> const& messages,
                     std::vector<std::string> const& bodies, Instant as_of);

struct DueCall {
  DueEngagement engagement;  // as far as the gate judges what was delivered
  std::string body;
  Instant delivered_at;
  int attempts = 0;
};

// Of each user the first call that waits, where it is due, but for these users; longest due first.
std::vector<DueCall> due_calls(Transaction& transaction, Instant as_of, Slices const& slices,
                               std::vector<std::string> const& busy_users, int most);

// What became of a call.
struct CallRecord {
  EngagementKey key;
  int attempts_read = 0;
  int attempts = 0;
  CallStatus status = CallStatus::accepted;
  std::optional<Instant> next_at = {};  // of one that waits
  std::string reason = {};              // of one that was dropped
  std::string error = {};               // of the last call that failed
};
void record_calls(Transaction& transaction, std::vector<CallRecord> const& records, Instant as_of);

struct OutboxCounts {
  long waiting = 0;
  std::optional<Instant> oldest;  // since when it waits
  long failing = 0;               // of those that wait: some call has failed already
  std::optional<Instant> oldest_failing;
  long dead = 0;
};
OutboxCounts outbox_counts(Transaction& transaction, Slices const& slices);

// Since when the receiver wants no calls; nothing: it does.
std::optional<Instant> gone_receiver(Transaction& transaction, std::string const& fingerprint);
void note_gone_receiver(Transaction& transaction, std::string const& fingerprint, Instant as_of);
// What failed and waits for its next try is due at once. Returns whether there was such a receiver.
bool resume_receiver(Transaction& transaction);

// Which calls an operator means.
struct CallChoice {
  std::optional<std::vector<std::string>> users = {};        // nullopt: of all
  std::optional<std::vector<std::string>> engagements = {};  // nullopt: all
};

struct ListedCall {
  EngagementKey key;
  std::string companion_id;
  std::string status;
  Instant delivered_at;
  std::optional<Instant> next_at;
  int attempts = 0;
  std::optional<std::string> reason;
  std::optional<std::string> error;
};
std::vector<ListedCall> list_calls(Transaction& transaction, std::vector<CallStatus> const& statuses,
                                   CallChoice const& choice, int most);

// The ids of those that were changed. Only what still has its text can be sent again.
std::vector<std::string> retry_calls(Transaction& transaction, CallChoice const& choice);
std::vector<std::string> drop_calls(Transaction& transaction, CallChoice const& choice);

}  // namespace proactive::store
