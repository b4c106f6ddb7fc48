#pragma once

#include "store/pairs.hpp"
#include "store/pg/database.hpp"

// What is kept no longer, in portions. Each returns how many it was.
namespace proactive::store {

// Rows of engagements with keys behind one and up to the last.
struct Portion {
  EngagementKey after;
  EngagementKey last;
  bool is_end = false;  // of all
};

// The next portion, of at most `rows` rows, of the round through all engagements; nullopt: it is over.
std::optional<Portion> next_portion(Transaction& transaction, int rows);
// Where the round goes on, which is over behind the end.
void keep_round(Transaction& transaction, Portion const& done);

// How long texts of messages that were sent are kept, and which memories they spoke of.
struct KeptTexts {
  int days = 0;
  int days_of_memories = 0;
};
long forget_texts(Transaction& transaction, KeptTexts const& kept, Portion const& portion, Instant as_of);

// How long, and how much, is kept of engagements.
struct KeptEngagements {
  int days_unsent = 0;
  int days_sent = 0;
  long newest_of_pair = 0;  // of those that were sent
};
long remove_engagements(Transaction& transaction, KeptEngagements const& kept, Portion const& portion, Instant as_of);

// Calls of the webhook that have ended, texts of those that were given up included; at most so many.
long forget_calls(Transaction& transaction, int days, Slices const& slices, int most, Instant as_of);

// The tokens of days before.
void forget_usage(Transaction& transaction, int days);

}  // namespace proactive::store
