#include "domain/experiment/holdout.hpp"

#include <algorithm>
#include <functional>

#include "domain/experiment/bucket.hpp"

namespace proactive {

namespace {

constexpr std::string_view holdout_salt = "holdout";

void count_open(PairFacts& facts, Ghost const& ghost, bool with_planned) {
  ++facts.user_open;
  bool const is_of_pair = ghost.pair == facts.pair;
  facts.pair_open = facts.pair_open || is_of_pair;
  facts.next_delivery = std::min(facts.next_delivery.value_or(ghost.scheduled_for), ghost.scheduled_for);
  if (ghost.conversation_id && !is_of_pair) facts.open_conversations.push_back(*ghost.conversation_id);
  if (with_planned) facts.user_deliveries.push_back(ghost.scheduled_for);
}

void count_sent(PairFacts& facts, Ghost const& ghost) {
  facts.user_deliveries.push_back(*ghost.sent_at);
  if (ghost.pair != facts.pair) return;
  facts.pair_deliveries.push_back(*ghost.sent_at);
  if (facts.last_outreach_at && *facts.last_outreach_at > *ghost.sent_at) return;
  facts.last_outreach_at = ghost.sent_at;
  facts.last_type = ghost.type;
  facts.silent_since = ghost.silent_since;
}

}  // namespace

bool is_held_out(std::string_view user_id, int percent) {
  return percent > 0 && bucket_of(holdout_salt, user_id) < buckets_of(percent);
}

void count_ghosts(PairFacts& facts, std::vector<Ghost> const& of_user, bool with_planned) {
  for (auto const& ghost : of_user) ghost.sent_at ? count_sent(facts, ghost) : count_open(facts, ghost, with_planned);
  std::sort(facts.user_deliveries.begin(), facts.user_deliveries.end(), std::greater{});
  std::sort(facts.pair_deliveries.begin(), facts.pair_deliveries.end(), std::greater{});
}

}  // namespace proactive
