#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proactive {

// A jurisdiction as ISO 3166 writes it: a country ("DE") or a part of one ("US-NY"). Read in any case and with an
// underscore for the dash; a part of the United States has to be one. Nothing where it is none.
std::optional<std::string> jurisdiction_code(std::string_view text);

// Whether the law of `places` ("DE", "US-NY", "*") may bind somebody in `jurisdiction`: in one of them, in a part of
// it, or in a country of which it is not known in which part. Law binds whoever may be bound by it, so a jurisdiction
// that is not known (nullopt) is every one.
bool may_bind(std::vector<std::string> const& places, std::optional<std::string> const& jurisdiction);

}  // namespace proactive
