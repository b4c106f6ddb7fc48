#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "domain/types.hpp"

namespace proactive {

// A message that was sent, and what became of it may still change.
struct SentEngagement {
  EngagementKey key;
  Pair pair;
  std::optional<std::string> message_id;  // in the app
  Instant sent_at;
  Instant asked_at = {};  // when the app was to be asked: perhaps long ago
  bool is_ghost = false;  // it would have been sent then; its user was held out
};

// What the app knows of it.
struct UserAnswer {
  std::optional<Instant> answered_at;  // the user's first message to the companion after it
  std::optional<std::string> answer_id;
  std::optional<long> replies_1h;  // the user's messages within the hour from that one
  std::optional<Instant> seen_at;
  // The user wants no messages of this companion any more, as far as the app's facts tell it (opted_out, muted_until).
  std::optional<bool> objects = {};
};

struct Outcome {
  EngagementKey key;
  std::string status;  // sent (not known yet), responded, or ignored
  UserAnswer answer;
  std::optional<Instant> ask_again;  // nullopt: nothing changes any more
  std::optional<Instant> objected_at = {};
};

// `responded` is an answer within the window; after it, `ignored`, of which a late answer is noted for a week. An
// objection counts that the question of the 24th hour finds, or one before it.
Outcome outcome_of(SentEngagement const& sent, UserAnswer const& answer, std::chrono::hours window, Instant now);

}  // namespace proactive
