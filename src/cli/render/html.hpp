#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "cli/render/sheet.hpp"

// Pages for a browser. What goes in is text, from whomever, and is made safe here and in svg.hpp; what comes out is
// HTML that is well-formed XML too, and loads nothing.
namespace proactive::cli {

// A text inside an element or a quoted attribute: on one line, without what nobody sees.
std::string html_text(std::string_view text);

// A value for people, with the thousands of whole numbers apart: "1,234,567". Not yet safe.
std::string text_for_pages(Column const& column, Cell const& cell);

// With the sheet's title above it; a wide one is scrolled by itself. A sheet without rows and total is its
// `when_empty`.
std::string html_table(Sheet const& sheet);

std::string html_paragraph(std::string_view text);
std::string html_empty(std::string_view text);  // in the place of what there is nothing of

// What is to be seen first, and the section that says more of it.
std::string html_alert(std::string_view text, std::string_view section);

// Side by side where there is room.
std::string html_pair(std::string const& left, std::string const& right);

// A number that stands for itself.
struct Tile {
  std::string label;
  std::string value;
  std::string note = {};
  bool is_bad = false;  // somebody has to look after it
};
std::string html_tiles(std::vector<Tile> const& tiles);

// A drawing (svg.hpp) and the numbers that it was made of, which are folded away.
struct Figure {
  std::string caption;
  std::string drawing;
  Sheet numbers = {};  // without columns: none
  std::string note = {};
};
std::string html_figure(Figure const& figure);

// A table that is folded away below a line that says what it has.
std::string html_details(std::string_view summary, Sheet const& sheet);

// Parts of a page stand side by side where there is room, but for wide ones.
enum class Width { half, whole };
struct Section {
  std::string id;
  std::string heading;
  std::string body;  // HTML
  Width width = Width::half;
};
std::string html_section(Section const& section);

struct Page {
  std::string title;
  std::string subtitle;
  std::string body;    // HTML
  std::string footer;  // text
};
void print_page(std::ostream& out, Page const& page);

}  // namespace proactive::cli
