#pragma once

#include <map>
#include <optional>
#include <string>

#include "domain/bandit/bandit.hpp"
#include "domain/facts.hpp"
#include "domain/timing/draw.hpp"

// What a batch's decisions come to: what the store is then told to write.
namespace proactive {

using ReasonCounts = std::map<Reason, long>;
using ReasonCountsByType = std::map<EngagementType, ReasonCounts>;

// Whatever the type.
inline ReasonCounts sum_of(ReasonCountsByType const& counts) {
  ReasonCounts sum;
  for (auto const& [type, of_type] : counts) {
    for (auto const& [reason, count] : of_type) sum[reason] += count;
  }
  return sum;
}

// What the gate has decided to write to.
struct PlannedEngagement {
  Pair pair;
  EngagementType type = EngagementType::check_in;
  Stage stage = Stage::stranger;
  Instant scheduled_for;
  std::optional<Instant> silent_since = {};  // the user's last sign, kept since a delivery may overwrite it in the app
  std::optional<std::string> conversation_id = {};
  bool is_safe = false;                       // to be written from a template that is marked safe
  bool is_ghost = false;                      // its user is held out: no message is written, nor sent
  std::optional<HourChoice> hour = {};        // how scheduled_for was drawn
  std::optional<ArmChoice> type_choice = {};  // how type was, where several applied
  PairFacts facts = {};                       // that it was decided on
};

// That a decision on a user would have been another one in another variant of an experiment, or its message would.
struct Exposure {
  std::string user_id;
  std::string experiment;
  int version = 1;
  std::string variant;
};

// When each pair is looked at next.
struct NextCheck {
  Pair pair;
  Instant at;
  std::optional<Instant> gone_since = {};  // as it is to be stored: nullopt where the app has a row of the pair
  bool forget = false;                     // gone for 30 days: the pair's row is to be deleted
};

// An engagement that ends without a message: cancelled, expired or failed.
struct ClosedEngagement {
  EngagementKey key;
  std::string status;
  Reason reason = Reason::gone;
  std::string error = {};  // empty where nothing went wrong
};

struct HeldEngagement {
  EngagementKey key;
  Instant scheduled_for;
};

}  // namespace proactive
