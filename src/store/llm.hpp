#pragma once

#include <vector>

#include "domain/message/phrases.hpp"
#include "store/pg/database.hpp"

namespace proactive::store {

std::vector<Phrase> refused_phrases(Transaction& transaction);

// Sets tokens aside from what today (UTC) has left of `most_a_day`, over all runs. Returns how many: up to `wanted`.
long take_tokens(Transaction& transaction, long wanted, long most_a_day);

// Gives back what was set aside and not spent.
void return_tokens(Transaction& transaction, long unspent);

// Tokens that were spent or set aside today (UTC).
long tokens_of_today(Transaction& transaction);

}  // namespace proactive::store
