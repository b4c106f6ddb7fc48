#pragma once

#include <map>
#include <vector>

#include "store/facts.hpp"

namespace proactive::app {

// The names of pairs, for people who read lists, as the app's adapter says them. Whom the app does not know any more is
// left out, and all are where it cannot be asked: a list is worth as much without.
std::map<Pair, store::PairNames> names_of(store::Transaction& transaction, std::vector<Pair> const& pairs);

}  // namespace proactive::app
