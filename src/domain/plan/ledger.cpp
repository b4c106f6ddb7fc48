#include "domain/plan/ledger.hpp"

namespace proactive {

void Ledger::apply_to(PairFacts& facts) const {
  auto const found = users_.find(facts.pair.user_id);
  if (found == users_.end()) return;
  auto const& user = found->second;
  facts.user_open += user.open;
  facts.user_deliveries.insert(facts.user_deliveries.end(), user.deliveries.begin(), user.deliveries.end());
  for (auto const delivery : user.deliveries) {
    if (!facts.next_delivery || delivery < *facts.next_delivery) facts.next_delivery = delivery;
  }
  if (user.companions.contains(facts.pair.companion_id)) facts.pair_open = true;
  facts.open_conversations.insert(facts.open_conversations.end(), user.conversations.begin(), user.conversations.end());
}

void Ledger::add_open(PairFacts const& facts, Instant delivery) {
  auto& user = users_[facts.pair.user_id];
  ++user.open;
  user.deliveries.push_back(delivery);
  user.companions.insert(facts.pair.companion_id);
  if (facts.conversation_id) user.conversations.push_back(*facts.conversation_id);
}

void Ledger::add_sent(Pair const& pair, Instant delivery) { users_[pair.user_id].deliveries.push_back(delivery); }

}  // namespace proactive
