#include "cli/render/table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <ostream>

#include "base/terminal_text.hpp"
#include "base/text.hpp"
#include "cli/render/fit.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

namespace {

bool stands_right(Kind kind) { return kind == Kind::number || kind == Kind::percentage || kind == Kind::money; }

constexpr std::size_t least_room_to_wrap = 16;

// A line, and where its words for states stand.
struct Line {
  struct Word {
    std::size_t begin;
    std::string text;
  };
  std::string text;
  std::size_t last_column = 0;  // where the last one begins, in columns
  std::vector<Word> states = {};
};

Line line_of(std::vector<PrintedColumn> const& columns, std::size_t number, std::string const& indent) {
  Line line{indent};
  auto width = indent.size();
  for (auto const& column : columns) {
    if (&column != &columns.front()) {
      line.text.append(gap_of_columns, ' ');
      width += gap_of_columns;
    }
    line.last_column = width;
    auto const& cell = column.cells[number];
    auto const spaces = column.width - cell.width;
    bool const is_right = stands_right(column.column->kind);
    if (is_right) line.text.append(spaces, ' ');
    if (column.column->kind == Kind::state) line.states.push_back({line.text.size(), cell.text});
    line.text += cell.text;
    if (!is_right) line.text.append(spaces, ' ');
    width += column.width;
  }
  line.text.erase(line.text.find_last_not_of(' ') + 1);
  return line;
}

void print_line(std::ostream& out, Line const& line, bool wraps) {
  auto parts = wraps ? wrapped(line.text, terminal_of(out).columns, line.last_column) : std::vector{line.text};
  auto& first = parts.front();
  for (auto word = line.states.rbegin(); word != line.states.rend(); ++word) {
    if (word->begin + word->text.size() > first.size()) continue;
    first.replace(word->begin, word->text.size(), coloured(out, colour_of_word(word->text), word->text));
  }
  for (auto const& part : parts) out << part << '\n';
}

// "why: the user wrote; proof: ...", of what a row has; a single column needs no name.
std::string text_below(std::vector<PrintedColumn> const& below, std::size_t number) {
  std::vector<std::string> parts;
  for (auto const& column : below) {
    auto const& text = column.cells[number].text;
    if (text.empty() || text == column.column->nothing) continue;
    parts.push_back(below.size() == 1 ? text : column.column->heading + ": " + text);
  }
  return join(parts, "; ");
}

void print_below(std::ostream& out, std::vector<PrintedColumn> const& below, std::size_t number,
                 TableLayout const& layout) {
  constexpr std::size_t indent = 4;
  auto const text = text_below(below, number);
  if (text.empty()) return;
  auto const line = layout.indent + std::string(indent, ' ') + text;
  for (auto const& part : wrapped(line, terminal_of(out).columns, layout.indent.size() + indent)) out << part << '\n';
}

void print_lines(std::ostream& out, std::vector<PrintedColumn> const& columns, TableLayout const& layout,
                 std::vector<PrintedColumn> const& below = {}) {
  auto const lines = columns.empty() ? 0 : columns.front().cells.size();
  for (std::size_t number = 0; number < lines; ++number) {
    print_line(out, line_of(columns, number, layout.indent), layout.wraps);
    bool const is_header = layout.header && number == 0;
    if (!is_header) print_below(out, below, number, layout);
  }
}

void print_row(std::ostream& out, std::vector<Column> const& columns, Row const& row, std::string const& indent) {
  Sheet lines{{}, {{"", ""}, {"", ""}}, {}, {}, {}};
  for (std::size_t index = 0; index < columns.size(); ++index) {
    auto const& column = columns[index];
    if (column.where.table) lines.rows.push_back({column.heading, text_for_people(column, row[index])});
  }
  print_lines(out, printed_columns(lines, false), {.header = false, .indent = indent, .wraps = true});
}

// What is left for the texts of the last column.
std::size_t room_of_last(std::vector<PrintedColumn> const& columns, TableLayout const& layout, std::size_t width) {
  auto before = layout.indent.size();
  for (auto const& column : columns) {
    if (&column != &columns.back()) before += column.width + gap_of_columns;
  }
  return width - std::min(width, before);
}

// Where a line is too short for what must not be cut.
void print_rows_as_records(std::ostream& out, Sheet const& sheet, TableLayout const& layout) {
  for (auto const& row : sheet.rows) {
    if (&row != &sheet.rows.front()) out << '\n';
    print_row(out, sheet.columns, row, layout.indent);
  }
  if (!sheet.total) return;
  if (!sheet.rows.empty()) out << '\n';
  print_row(out, sheet.columns, *sheet.total, layout.indent);
}

}  // namespace

void print_table(std::ostream& out, Sheet const& sheet, TableLayout const& layout) {
  if (!sheet.title.empty()) print_prose(out, printable(sheet.title) + "\n\n");
  if (sheet.rows.empty() && !sheet.total && !sheet.when_empty.empty()) {
    print_prose(out, sheet.when_empty);
    return;
  }
  auto columns = printed_columns(sheet, layout.header);
  auto const width = terminal_of(out).columns;
  if (layout.wraps) {
    bool const has_room = !layout.header || room_of_last(columns, layout, width) >= least_room_to_wrap;
    has_room ? print_lines(out, columns, layout) : print_rows_as_records(out, sheet, layout);
    return;
  }
  auto const room = width - std::min(width, layout.indent.size());
  auto const below = take_below(columns, room);
  auto const fitted = fit(columns, room);
  if (!fitted) {
    print_rows_as_records(out, sheet, layout);
    return;
  }
  print_lines(out, columns, layout, below);
  auto const& [left_out, shortened] = *fitted;
  if (!left_out.empty()) {
    print_prose(out, fmt::format("{}not shown: {} (--wide shows all)", layout.indent, join(left_out, ", ")));
  } else if (!shortened.empty()) {
    print_prose(out, fmt::format("{}cut short: {} (--wide shows all)", layout.indent, join(shortened, ", ")));
  }
}

void print_record(std::ostream& out, Sheet const& sheet) { print_row(out, sheet.columns, sheet.rows.at(0), {}); }

}  // namespace proactive::cli
