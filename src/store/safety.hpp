#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/safety.hpp"
#include "store/pg/database.hpp"

// Flags of users who are not well. Changes go through the functions that the app's backend calls too.
namespace proactive::store {

struct StoredFlag {
  std::string kind;
  std::string source;
  Instant detected_at;
  std::optional<Instant> until;
  std::optional<Instant> released_at;
  std::optional<std::string> released_by;
};
// Oldest first.
std::vector<StoredFlag> flags_of(Transaction& transaction, std::string const& user_id);

// Of all users: those that are not released, or keep their user silent all the same by their own end or by this many
// hours since they were seen. Not released ones first, the oldest first.
std::vector<std::pair<std::string, StoredFlag>> lasting_flags(Transaction& transaction, int crisis_hours);

// Cancels what is planned for their users.
void store_flags(Transaction& transaction, std::vector<RaisedFlag> const& flags);

// Returns how many there were. Throws DataError where the name is too long.
long release(Transaction& transaction, std::string const& user_id, std::string const& released_by);

// As facts of a pair have them.
std::vector<SafetyFlag> read_flags(Json const& list);

}  // namespace proactive::store
