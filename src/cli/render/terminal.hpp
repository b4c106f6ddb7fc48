#pragma once

#include <cstddef>
#include <iosfwd>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

// What is known of the terminal that a stream writes to, kept with the stream: renderers ask it how wide a line may be,
// and whether words are coloured. A stream that nothing was said of is no terminal.
namespace proactive::cli {

inline constexpr std::size_t any_width = std::numeric_limits<std::size_t>::max();

struct Terminal {
  std::size_t columns = any_width;  // of a line
  bool colours = false;
};

void set_terminal(std::ostream& out, Terminal const& terminal);
Terminal terminal_of(std::ostream& out);

// What the environment says of a descriptor: its columns are COLUMNS where that is set, or the terminal's own, 80 where
// it does not tell. Colours only without NO_COLOR, and not for TERM=dumb. No terminal has neither.
Terminal terminal_of_descriptor(int descriptor);

// The columns of what people read even where the descriptor is no terminal: COLUMNS where that is set, or the
// terminal's own, or 80.
std::size_t columns_for_people(int descriptor);

// Whether lines of a descriptor can be written anew: a terminal that is not dumb.
bool can_move_cursor(int descriptor);
bool wants_no_colours();

enum class Colour { none, green, yellow, red };

// The text as it is, or in colour where the stream's terminal has colours.
std::string coloured(std::ostream& out, Colour colour, std::string const& text);

// Of the words for a state: ok, warning, failure.
Colour colour_of_word(std::string_view word);

// Prose of several lines, each broken between words where it is too long for the stream's terminal. What follows is
// indented by `hanging`, or without it as far as what stands behind the line's last gap of two spaces or more: a
// heading and its text.
void print_prose(std::ostream& out, std::string const& text, std::optional<std::size_t> hanging = std::nullopt);

}  // namespace proactive::cli
