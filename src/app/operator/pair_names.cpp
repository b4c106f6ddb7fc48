#include "app/operator/pair_names.hpp"

#include <set>

namespace proactive::app {

std::map<Pair, store::PairNames> names_of(store::Transaction& transaction, std::vector<Pair> const& pairs) {
  std::map<Pair, store::PairNames> names;
  std::set<Pair> const unique(pairs.begin(), pairs.end());
  if (unique.empty()) return names;
  transaction.in_savepoint([&] { names = store::pair_names(transaction, {unique.begin(), unique.end()}); });
  return names;
}

}  // namespace proactive::app
