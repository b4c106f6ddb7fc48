#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/llm/profile.hpp"
#include "domain/message/phrases.hpp"
#include "store/pg/database.hpp"

namespace proactive::store {

std::vector<Phrase> refused_phrases(Transaction& transaction);

// What runs have found out of the service at this address (its query left out, which may hold a key) and model, within
// the last week: services change.
std::optional<LearnedService> learned_service(Transaction& transaction, std::string const& base_url,
                                              std::string const& model);
void remember_service(Transaction& transaction, std::string const& base_url, std::string const& model,
                      LearnedService const& learned);

// Sets tokens aside from what today (UTC) has left of `most_a_day`, over all runs. Returns how many: up to `wanted`.
long take_tokens(Transaction& transaction, long wanted, long most_a_day);

// Gives back what was set aside and not spent.
void return_tokens(Transaction& transaction, long unspent);

// Tokens that were spent or set aside today (UTC).
long tokens_of_today(Transaction& transaction);

}  // namespace proactive::store
