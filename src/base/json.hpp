#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proactive {

// Keys keep the order in which they are added, so that reports read as they are documented.
using Json = nlohmann::ordered_json;

// One line of JSON; bytes that are not UTF-8 become U+FFFD instead of an error.
inline std::string to_line(Json const& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

// The same for a terminal and for the log: what a terminal obeys, or nobody sees, is escaped (\u202e). With an indent,
// in several lines.
std::string to_shown(Json const& value, int indent = -1);

// Reads JSON from elsewhere. Nothing where it is not JSON, or nested deeper than `deepest`.
std::optional<Json> parse_bounded(std::string_view text, int deepest);

// Whether some object in valid JSON has a key twice, of which a parser would keep one.
bool has_repeated_keys(std::string_view text);

// A member of what should be an object: JSON's null where it is none, or has no such member.
Json const& member(Json const& object, std::string_view key);
// The same for a text: empty where the member is something else.
std::string member_text(Json const& object, std::string_view key);

// A list as hosts store it: a JSON array, a JSON array inside a text, or words with commas. What is no text in it is
// left out.
std::vector<std::string> text_list(Json const& value);

}  // namespace proactive
