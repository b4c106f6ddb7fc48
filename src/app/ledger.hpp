#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "domain/facts.hpp"

namespace proactive::app {

// What a pass has decided since the facts were read, so that limits per user hold among the decisions of one batch too.
class Ledger {
 public:
  // Adds what was decided for the user and the pair to their facts.
  void apply_to(RelationshipFacts& facts) const {
    auto const user = users_.find(facts.pair.user_id);
    if (user == users_.end()) return;
    facts.user_open += user->second.open;
    facts.user_deliveries.insert(facts.user_deliveries.end(), user->second.deliveries.begin(),
                                 user->second.deliveries.end());
    for (auto const delivery : user->second.deliveries) {
      if (!facts.next_delivery || delivery < *facts.next_delivery) facts.next_delivery = delivery;
    }
    if (user->second.companions.contains(facts.pair.companion_id)) facts.pair_open = true;
  }

  void add_open(Pair const& pair, Instant delivery) {
    auto& user = users_[pair.user_id];
    ++user.open;
    user.deliveries.push_back(delivery);
    user.companions.insert(pair.companion_id);
  }

  void add_sent(Pair const& pair, Instant delivery) { users_[pair.user_id].deliveries.push_back(delivery); }

  void clear() { users_.clear(); }

 private:
  struct User {
    int open = 0;
    std::vector<Instant> deliveries;
    std::set<std::string> companions;
  };
  std::map<std::string, User> users_;
};

}  // namespace proactive::app
