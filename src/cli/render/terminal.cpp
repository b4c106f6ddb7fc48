#include "cli/render/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <ostream>
#include <sstream>
#include <string_view>
#include <utility>

#include "base/terminal_text.hpp"

namespace proactive::cli {

namespace {

constexpr std::size_t usual_columns = 80;
constexpr std::size_t fewest_columns = 20;

int columns_slot() {
  static int const slot = std::ios_base::xalloc();
  return slot;
}
int colours_slot() {
  static int const slot = std::ios_base::xalloc();
  return slot;
}

std::string_view variable(char const* name) {
  auto const* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before threads
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

// Behind the last gap of two spaces within the part that fits.
std::size_t text_column(std::string_view line, std::size_t columns) {
  auto const gap = line.substr(0, columns / 2).rfind("  ");
  auto const indent = std::min(line.find_first_not_of(' '), line.size());
  auto const text = gap == std::string_view::npos ? indent : std::max(gap + 2, indent);
  return line.substr(text).starts_with("- ") ? text + 2 : text;
}

}  // namespace

void set_terminal(std::ostream& out, Terminal const& terminal) {
  out.iword(columns_slot()) = terminal.columns == any_width ? 0 : static_cast<long>(terminal.columns);
  out.iword(colours_slot()) = terminal.colours ? 1 : 0;
}

Terminal terminal_of(std::ostream& out) {
  auto const columns = out.iword(columns_slot());
  return {columns == 0 ? any_width : static_cast<std::size_t>(columns), out.iword(colours_slot()) == 1};
}

// Too few are taken for none: a terminal that does not know says 0.
std::size_t columns_for_people(int descriptor) {
  auto const chosen = variable("COLUMNS");
  std::size_t columns = 0;
  std::from_chars(chosen.data(), chosen.data() + chosen.size(), columns);
  winsize size{};
  if (columns < fewest_columns && ioctl(descriptor, TIOCGWINSZ, &size) == 0) columns = size.ws_col;
  return columns < fewest_columns ? usual_columns : columns;
}

Terminal terminal_of_descriptor(int descriptor) {
  if (isatty(descriptor) != 1) return {};
  return {columns_for_people(descriptor), can_move_cursor(descriptor) && !wants_no_colours()};
}

bool can_move_cursor(int descriptor) {
  auto const name = variable("TERM");
  return isatty(descriptor) == 1 && !name.empty() && name != "dumb";
}

bool wants_no_colours() { return !variable("NO_COLOR").empty(); }

std::string coloured(std::ostream& out, Colour colour, std::string const& text) {
  if (colour == Colour::none || !terminal_of(out).colours) return text;
  constexpr std::array<std::string_view, 4> codes{"", "32", "33", "31"};
  return "\x1b[" + std::string{codes.at(static_cast<std::size_t>(colour))} + "m" + text + "\x1b[0m";
}

Colour colour_of_word(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, Colour>, 3> words{
      {{"ok", Colour::green}, {"warning", Colour::yellow}, {"failure", Colour::red}}};
  for (auto const& [known, colour] : words) {
    if (known == word) return colour;
  }
  return Colour::none;
}

void print_prose(std::ostream& out, std::string const& text, std::optional<std::size_t> hanging) {
  auto const columns = terminal_of(out).columns;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    for (auto const& part : wrapped(line, columns, hanging.value_or(text_column(line, columns)))) out << part << '\n';
  }
}

}  // namespace proactive::cli
