#pragma once

#include <nlohmann/json.hpp>

namespace proactive {

// Keys keep the order in which they are added, so that reports read as they are documented.
using Json = nlohmann::ordered_json;

// One line of JSON; bytes that are not UTF-8 become U+FFFD instead of an error.
inline std::string to_line(Json const& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace proactive
