#pragma once

#include <optional>
#include <string_view>

#include "domain/message/name/characters.hpp"

namespace proactive::spoken {

// The script of a text that is spelt as names are: with letters of one script, few marks and signs, and of bounded
// length; hiragana, katakana and Han are all Script::han. Nothing for any other text.
std::optional<Script> script_of_name(std::u32string_view text);

}  // namespace proactive::spoken
