#pragma once

#include <optional>
#include <string>

#include "domain/channel/delivered_message.hpp"

// What the channels notify and webhook tell of a delivered message, in the words of proactive-channels(7). Pure.
namespace proactive {

inline constexpr std::string_view delivered_event = "message.delivered";

// One JSON document on one line: {"type":"message.delivered","timestamp":...,"data":{...}}. `at`: of the delivery.
std::string announcement(DeliveredMessage const& message, Instant at);

// The same without what people wrote and are called: ids alone.
std::string announcement_of_ids(DeliveredMessage const& message, Instant at);

// A trial that no user is told of: {"type":"test",...}.
std::string test_announcement(Instant at);

}  // namespace proactive
