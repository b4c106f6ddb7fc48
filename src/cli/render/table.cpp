#include "cli/render/table.hpp"

#include <algorithm>
#include <ostream>

#include "base/text.hpp"

namespace proactive::cli {

namespace {

// A cell as it is printed, measured once.
struct Printed {
  std::string text;
  std::size_t width;
};

Printed printed(std::string const& raw) {
  Printed cell{printable(raw), 0};
  cell.width = terminal_width(cell.text);
  return cell;
}

bool stands_right(Kind kind) { return kind == Kind::number || kind == Kind::percentage || kind == Kind::money; }

struct PrintedColumn {
  bool right;
  std::size_t width;
  std::vector<Printed> cells;
};

PrintedColumn printed_column(Sheet const& sheet, std::size_t index, bool with_header) {
  auto const& column = sheet.columns[index];
  PrintedColumn made{stands_right(column.kind), column.least_width, {}};
  made.cells.reserve(sheet.rows.size() + 2);
  if (with_header) made.cells.push_back(printed(column.heading));
  for (auto const& row : sheet.rows) made.cells.push_back(printed(text_for_people(column, row[index])));
  if (sheet.total) made.cells.push_back(printed(text_for_people(column, (*sheet.total)[index])));
  for (auto const& cell : made.cells) made.width = std::max(made.width, cell.width);
  return made;
}

std::vector<PrintedColumn> printed_columns(Sheet const& sheet, bool with_header) {
  std::vector<PrintedColumn> columns;
  for (std::size_t index = 0; index < sheet.columns.size(); ++index) {
    if (sheet.columns[index].where.table) columns.push_back(printed_column(sheet, index, with_header));
  }
  return columns;
}

void append(std::string& line, PrintedColumn const& column, Printed const& cell) {
  auto const spaces = column.width - cell.width;
  if (column.right) line.append(spaces, ' ');
  line += cell.text;
  if (!column.right) line.append(spaces, ' ');
}

}  // namespace

void print_table(std::ostream& out, Sheet const& sheet, TableLayout const& layout) {
  if (!sheet.title.empty()) out << printable(sheet.title) << "\n\n";
  if (sheet.rows.empty() && !sheet.total && !sheet.when_empty.empty()) {
    out << sheet.when_empty << '\n';
    return;
  }
  auto const columns = printed_columns(sheet, layout.header);
  auto const lines = columns.empty() ? 0 : columns.front().cells.size();
  for (std::size_t number = 0; number < lines; ++number) {
    auto line = layout.indent;
    for (auto const& column : columns) {
      if (&column != &columns.front()) line += "  ";
      append(line, column, column.cells[number]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  }
}

void print_record(std::ostream& out, Sheet const& sheet) {
  Sheet lines{{}, {{"", ""}, {"", ""}}, {}, {}, {}};
  auto const& values = sheet.rows.at(0);
  for (std::size_t index = 0; index < sheet.columns.size(); ++index) {
    auto const& column = sheet.columns[index];
    if (column.where.table) lines.rows.push_back({column.heading, text_for_people(column, values[index])});
  }
  print_table(out, lines, {.header = false});
}

}  // namespace proactive::cli
