#pragma once

#include <cstddef>
#include <string>

namespace proactive {

// Whether a character is one that nobody sees, and has no business where it stands: zero-width ones, blanks that count
// as letters, marks of direction, tags, variation selectors; but for those of an emoji, and for the joiners that Indic
// and Arabic spelling needs.
bool is_hidden_at(std::u32string const& text, std::size_t at);

}  // namespace proactive
