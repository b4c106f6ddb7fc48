#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/message/brief.hpp"

// The fields of a template that an operator changes: tone, body, weight, active, safe and approval. Pure.
namespace proactive {

// Gives a field the value that a text writes. Returns what is wrong, as "weight is a whole number from 1 to 100", and
// leaves the template as it is, or nothing. Whether a body can be used is not looked at.
std::optional<std::string> assign_field(MessageTemplate& changed, std::string_view field, std::string const& value);

// Whether the field's value is yes or no, which are "true" and "false" as a text for programs.
bool is_yes_or_no(std::string_view field);

// The value as a text; `field` is one of the six.
std::string field_text(MessageTemplate const& from, std::string_view field);

}  // namespace proactive
