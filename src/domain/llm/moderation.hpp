#pragma once

#include <optional>
#include <string>
#include <string_view>

// OpenAI's moderations endpoint, which judges a text. Pure.
namespace proactive {

// The body of the request, in one line. The service chooses its model.
std::string moderation_body(std::string const& message);

// Whether a text is flagged; nothing where the response does not say.
std::optional<bool> read_moderation(std::string_view body);

}  // namespace proactive
