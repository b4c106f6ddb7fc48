#pragma once

#include <vector>

#include "domain/bandit/bandit.hpp"
#include "domain/experiment/treatment.hpp"
#include "domain/facts.hpp"
#include "domain/message/wording.hpp"
#include "store/pg/database.hpp"

// What a bandit goes by where it chooses types. Where none does, nothing is asked of the database.
namespace proactive::app {

// What it has learned by then. `wordings`: all that messages are written in.
ArmScores learned_types(store::Database& database, std::vector<Wording> const& wordings, Instant as_of);
ArmScores learned_types(store::Transaction& transaction, std::vector<Wording> const& wordings, Instant as_of);

// Adds when the users got each type last, to the pairs of which a bandit would be asked.
void add_received_types(store::Database& database, std::vector<PairFacts>& facts, Treatments& treatments, Instant now);
void add_received_types(store::Transaction& transaction, std::vector<PairFacts>& facts, Treatments& treatments,
                        Instant now);

}  // namespace proactive::app
