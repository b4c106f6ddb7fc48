#pragma once

#include <vector>

#include "domain/plan/outcome.hpp"
#include "store/pairs.hpp"
#include "store/pg/database.hpp"

namespace proactive::store {

// Whether the app's adapter tells what users answered (app_answers).
bool tells_answers(Transaction& transaction);

// Messages of which the app is to be asked at `as_of`, those that wait for longest first.
enum class Asked { messages, ghosts };
std::vector<SentEngagement> unsettled(Transaction& transaction, Instant as_of, Slices const& slices, int limit,
                                      Asked asked);

// What the app knows of each, in their order. Throws DataError where its function refuses any of them.
std::vector<UserAnswer> read_answers(Transaction& transaction, std::vector<SentEngagement> const& sent);

// Whether the app's facts tell who wants no more messages, and of which of these it is so at `as_of`, in their order.
bool tells_objections(Transaction& transaction);
std::vector<bool> read_objections(Transaction& transaction, std::vector<SentEngagement> const& sent, Instant as_of);

void settle(Transaction& transaction, std::vector<Outcome> const& outcomes);
// The same of ghosts, of which nothing but the user's own message is known.
void settle_ghosts(Transaction& transaction, std::vector<Outcome> const& outcomes);

// The app is not asked about these any more.
void give_up_settling(Transaction& transaction, std::vector<SentEngagement> const& sent);

}  // namespace proactive::store
