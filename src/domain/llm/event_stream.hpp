#pragma once

#include <optional>
#include <string_view>

#include "base/json.hpp"

namespace proactive {

// Whether a body is a stream of server-sent events (WHATWG HTML, 9.2) rather than JSON.
bool is_event_stream(std::string_view body);

// The chat completion that a stream's pieces (objects with "delta") come to: texts joined, the last finish_reason, the
// last usage. Nothing where no event is a JSON object; each may nest up to `deepest`.
std::optional<Json> joined_stream(std::string_view body, int deepest);

}  // namespace proactive
