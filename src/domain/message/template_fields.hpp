#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/message/brief.hpp"

// The fields of a template that an operator changes: tone, body, weight, active and safe. Pure.
namespace proactive {

// Gives a field the value that a text writes. Returns what is wrong, as "weight is a whole number from 1 to 100", and
// leaves the template as it is, or nothing. Whether a body can be used is not looked at.
std::optional<std::string> assign_field(MessageTemplate& changed, std::string_view field, std::string const& value);

// The value as a text; `field` is one of the five.
std::string field_text(MessageTemplate const& from, std::string_view field);

}  // namespace proactive
