#pragma once

#include <string>

#include "store/pairs.hpp"

// Ids that an operator names, and that nobody has: a slip of the keyboard, or somebody whom schedule has not learned
// of, or who was erased. What users say is kept in either case, and the operator is told.
namespace proactive::app {

// What is done with the ids: something is noted that holds from now on, what is there is looked at or taken back, or
// all of it is removed.
enum class Intent { note, look, erase };

bool is_known_pair(store::Transaction& transaction, store::Selection const& selection);

// Why the ids are perhaps not those that are meant; empty: nothing speaks against them.
std::string doubt_about(store::Transaction& transaction, store::Selection const& named, Intent intent);

// Logs it, unless it is empty.
void warn_of_doubt(std::string const& doubt);

}  // namespace proactive::app
