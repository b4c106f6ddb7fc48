#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/types.hpp"

namespace proactive {

// What the database knows about one relationship at one instant: all that the gate decides on.
struct RelationshipFacts {
  Pair pair;
  std::string user_name;
  std::string companion_name;
  bool exists = true;  // the relationship itself; false when it was deleted after it was chosen
  bool user_exists = false;
  bool companion_exists = false;
  bool user_active = false;
  bool companion_active = false;
  std::string stage_name;                   // as stored; an unknown word is below every stage
  int intimacy = 0;                         // 1-10
  int trust = 0;                            // 1-10
  std::optional<Instant> last_interaction;  // the start of the relationship where there was none
  std::string timezone;                     // IANA name; default_timezone where the user's is missing or unknown

  // Open engagements (drafting or scheduled), and when the first of them is due.
  bool pair_open = false;
  int user_open = 0;
  std::optional<Instant> next_delivery;
  // When messages reached the user, or are planned to, around this instant.
  std::vector<Instant> user_deliveries;

  std::optional<EngagementType> last_type;  // of the newest delivered engagement of the pair
  bool has_memory = false;                  // an active one at or above the importance threshold

  [[nodiscard]] std::optional<Stage> stage() const { return value_of<Stage>(stage_name); }
};

// A scheduled engagement that is due.
struct DueEngagement {
  EngagementKey key;
  Pair pair;
  EngagementType type = EngagementType::check_in;
  Instant scheduled_for;
  Instant created_at;
  std::string content;
  std::string writer;
};

}  // namespace proactive
