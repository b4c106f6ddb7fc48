#pragma once

#include <string>
#include <vector>

#include "app/operator/trial/findings.hpp"
#include "base/json.hpp"
#include "domain/facts.hpp"
#include "domain/settings/settings.hpp"
#include "store/adapter_check.hpp"

namespace proactive::app {

// What a trial delivery left in its transaction.
struct TrialDeliveries {  // NOLINT(bugprone-exception-escape): moving JSON does not throw, though it asserts
  Json first;             // as app_deliver returned it; null without one
  std::vector<store::TrialMessage> messages;
  std::vector<std::string> message_ids;  // the app's, of each of the messages
};

// Delivers messages to a few of the pairs, twice: the first may make what is missing, such as a conversation, and the
// second finds it. Looks at what came back, at what the app's facts say of it, and at whose triggers ran.
TrialDeliveries try_deliveries(TrialFindings& findings, std::vector<PairFacts> const& facts, Settings const& settings,
                               Instant now);

}  // namespace proactive::app
