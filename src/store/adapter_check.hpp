#pragma once

#include <string>
#include <vector>

#include "domain/types.hpp"
#include "store/pg/database.hpp"

// What the check of an adapter asks of the database, through the wrappers and about what they touch.
namespace proactive::store {

struct PairCounts {
  long pairs = 0;  // up to a million
  long twice = 0;
  long empty = 0;     // without an id
  long too_long = 0;  // with an id of over 200 bytes
  std::string empty_sample = {};
};
PairCounts count_app_pairs(Transaction& transaction);
long count_app_pairs_since(Transaction& transaction, std::string const& since);

// Up to 1,000 pairs of the app from all over.
std::vector<Pair> sample_app_pairs(Transaction& transaction);

// What this transaction has done so far to a table outside of our schema.
struct TableActivity {
  std::string name;  // quoted where it must be
  // The table of which it is a partition, else itself.
  std::string root;  // as the name
  std::string root_schema;
  std::string root_relation;
  bool is_partition = false;
  long scanned = 0;  // rows read by scanning the whole table
  long written = 0;
  std::string owner;
  bool owner_is_superuser = false;
  bool has_triggers = false;
};
std::vector<TableActivity> table_activity(Transaction& transaction);

// Columns by which one would look for a pair, or for what is new, of those that the function says; for a proposal of
// an index.
std::vector<std::string> id_columns(Transaction& transaction, std::string const& table, std::string const& function);
std::vector<std::string> time_columns(Transaction& transaction, std::string const& table, std::string const& function);

// The app's delivery of messages that are not stored with us, for a trial. The rows by engagement, as JSON objects with
// message_id, conversation_id, message and refused.
struct TrialMessage {
  Pair pair;
  long engagement_id = 0;
  std::string content;
  std::string details;  // JSON
};
std::vector<Json> try_delivery(Transaction& transaction, std::vector<TrialMessage> const& messages, Instant at);
long next_engagement_id(Transaction& transaction);

void try_context(Transaction& transaction, std::vector<Pair> const& pairs, int most_memories, int least_importance);
void try_answers(Transaction& transaction, std::vector<TrialMessage> const& messages,
                 std::vector<std::string> const& message_ids, Instant since);
void try_sessions(Transaction& transaction, std::vector<Pair> const& pairs, Instant since);

}  // namespace proactive::store
