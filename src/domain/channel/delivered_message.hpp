#pragma once

#include <string>

#include "base/json.hpp"
#include "domain/types.hpp"

namespace proactive {

// A message that the app's delivery function has stored: what a channel announces.
struct DeliveredMessage {
  EngagementKey engagement;
  Pair pair;
  EngagementType type = EngagementType::check_in;
  std::string content;
  std::string message_id;
  std::string conversation_id;
  std::string
      conversation_json;  // the same as the app's document has it, a number or a text in JSON; empty: it has none
  std::string document;   // the message as the app's clients show it, in JSON; empty: the app returned none
  Json disclosure = {};   // what it told (policy/disclosure.hpp); null: nothing
  std::string user_name = {};
  std::string companion_name = {};
  std::string language = {};  // of the user, BCP 47
  std::string timezone = {};  // of the user, IANA; empty: not known
};

}  // namespace proactive
