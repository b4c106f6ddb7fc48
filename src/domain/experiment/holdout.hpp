#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/facts.hpp"

// Users who are left alone, so that what outreach does can be told from what happens anyway.
namespace proactive {

// The same users for as long as `percent` stays, and among those of every larger one.
bool is_held_out(std::string_view user_id, int percent);

// A message that somebody who is held out would have got: planned, or sent by now.
struct Ghost {
  Pair pair;
  EngagementType type = EngagementType::check_in;
  Instant scheduled_for;
  std::optional<Instant> sent_at = {};
  std::optional<Instant> silent_since = {};
  std::optional<std::string> conversation_id = {};
};

// Counts a user's ghosts among their messages, so that ghosts come when messages would, and as often. They count for
// nobody else, nor for the user once they are held out no more. `with_planned`: open ones among the deliveries too.
void count_ghosts(PairFacts& facts, std::vector<Ghost> const& of_user, bool with_planned);

}  // namespace proactive
