#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/names.hpp"
#include "store/pairs.hpp"
#include "store/pg/database.hpp"

// Messages that an operator may still decide on: that wait for approval, that are scheduled, or that failed.
namespace proactive::store {

enum class QueueState { waiting, scheduled, failed, open };
}  // namespace proactive::store
template <>
struct proactive::Names<proactive::store::QueueState> {
  using QueueState = store::QueueState;
  static constexpr auto table = std::to_array<Named<QueueState>>({{QueueState::waiting, "waiting"},
                                                                  {QueueState::scheduled, "scheduled"},
                                                                  {QueueState::failed, "failed"},
                                                                  {QueueState::open, "open"}});
};
namespace proactive::store {

struct QueuedMessage {
  std::string id;
  Pair pair;
  std::string type;
  std::string writer;
  std::optional<std::string> model;
  Instant scheduled_for;
  std::optional<std::string> content;  // nothing where writing it failed
  std::optional<std::string> reason;   // of failed ones
  std::optional<std::string> error;
  std::optional<Instant> closed_at;  // when they failed
};
// The soonest first; of those that failed in seven days the newest.
std::vector<QueuedMessage> queued_messages(Transaction& transaction, QueueState state, int limit);

struct QueueCounts {
  long waiting = 0;
  long scheduled = 0;
  long failed = 0;  // in seven days
};
QueueCounts count_queue(Transaction& transaction);

struct WaitingCounts {
  long waiting = 0;
  long overdue = 0;  // of them: were to be delivered before now
};
WaitingCounts count_waiting(Transaction& transaction, Instant now, Slices const& slices);

// Which of a state: those that fulfil all that is given.
struct QueueChoice {
  std::optional<std::vector<std::string>> ids = {};
  std::optional<std::string> user_id = {};
  std::optional<std::string> companion_id = {};
};
// Locked until the transaction ends.
std::vector<EngagementKey> hold_queued(Transaction& transaction, QueueState state, QueueChoice const& choice);
void approve(Transaction& transaction, std::vector<EngagementKey> const& waiting, std::string const& by);
void cancel(Transaction& transaction, std::vector<EngagementKey> const& open, std::string const& why);

// Failed messages that are written are due again, and pairs of others are looked at again.
struct Retried {
  long messages = 0;
  long unwritten = 0;  // those of the failed that have no text
  long pairs = 0;      // of them
};
Retried retry(Transaction& transaction, std::vector<EngagementKey> const& failed);

// What waits for an operator though its time has come.
struct WaitingEngagement {
  EngagementKey key;
  EngagementType type = EngagementType::check_in;
  Instant scheduled_for;
};
std::vector<WaitingEngagement> waiting_engagements(Transaction& transaction, Instant now, Slices const& slices);

// Ends those that were not approved while they made sense. Returns how many.
long expire_waiting(Transaction& transaction, Instant now, std::vector<EngagementKey> const& keys);

}  // namespace proactive::store
