#pragma once

#include <vector>

#include "domain/facts.hpp"
#include "store/pg/database.hpp"

// What we planned for users, and what reached them.
namespace proactive::store {

// `count`: open engagements are read, and deliveries that are still to come count among user_deliveries. What is
// planned already is decided without them.
enum class Planned { count, leave_out };

// Adds it to the facts of pairs. `counted`: so many of the newest deliveries of a user, and of a pair, as a limit of
// the settings may count; those of the last eight days are all there, since the users' own limits count a week.
void read_history(Transaction& transaction, std::vector<PairFacts>& batch, long counted, Instant as_of,
                  Planned planned);

}  // namespace proactive::store
