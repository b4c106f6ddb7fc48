#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Texts measured in the columns of a terminal: East Asian wide characters and emoji take two, marks that
// stand above or below none, and an emoji of several code points (joined, with a skin tone or a variation selector)
// takes two as a whole.
namespace proactive {

std::size_t terminal_width(std::string_view text);

// `text` made `width` columns wide with spaces on the right, or on the left.
std::string pad_right(std::string const& text, std::size_t width);
std::string pad_left(std::string const& text, std::size_t width);

// At most so many columns, with … at the end of what was cut; never cut inside a user-perceived character.
std::string shortened_to_columns(std::string_view text, std::size_t columns);

// One line as lines of at most `columns`, broken between words, or inside one that is longer than a line. All but the
// first begin with `hanging` spaces; where that would leave too little room for words, with 4 at most. Of what people
// copy (JSON, an address, a path) nothing is broken: where it is too long it has a line of its own, without spaces
// before it.
std::vector<std::string> wrapped(std::string_view line, std::size_t columns, std::size_t hanging);

}  // namespace proactive
