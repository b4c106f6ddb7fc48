#pragma once

#include <optional>
#include <string>
#include <string_view>

// A display name without what is around the name.
namespace proactive::spoken {

// The characters to be seen on one line, with single spaces; ASCII for its full-width forms. Nothing for more than
// 1,000 bytes, for what is not UTF-8, for several lines, and where an override makes the order another than what is
// seen.
std::optional<std::u32string> visible_characters(std::string_view display_name);

// Without emoji, quotes, brackets and punctuation around it, and without a nickname inside: 'Robert (Bob) Smith' ->
// "Robert Smith". Empty where nothing is left, or where it begins with punctuation.
std::u32string bared(std::u32string text);

}  // namespace proactive::spoken
