#pragma once

#include <optional>
#include <string_view>

#include "domain/message/name/characters.hpp"
#include "domain/message/name/words.hpp"

namespace proactive::spoken {

// The words of a name from the first name on, without titles and what stands in front of a comma. Nothing where the
// first word may be a surname, or is no name.
std::optional<Words> words_from_first_name(std::u32string_view text, Script script);

}  // namespace proactive::spoken
