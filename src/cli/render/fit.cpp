#include "cli/render/fit.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

#include "base/terminal_text.hpp"
#include "base/text.hpp"

namespace proactive::cli {

namespace {

PrintedCell printed(std::string const& raw) {
  PrintedCell cell{printable(raw), 0};
  cell.width = terminal_width(cell.text);
  return cell;
}

PrintedColumn printed_column(Sheet const& sheet, std::size_t index, bool with_header) {
  auto const& column = sheet.columns[index];
  PrintedColumn made{&column, column.least_width, {}};
  made.cells.reserve(sheet.rows.size() + 2);
  if (with_header) made.cells.push_back(printed(column.heading));
  for (auto const& row : sheet.rows) made.cells.push_back(printed(text_for_people(column, row[index])));
  if (sheet.total) made.cells.push_back(printed(text_for_people(column, (*sheet.total)[index])));
  for (auto const& cell : made.cells) made.width = std::max(made.width, cell.width);
  return made;
}

std::size_t width_of_line(std::vector<PrintedColumn> const& columns) {
  std::size_t width = columns.empty() ? 0 : (columns.size() - 1) * gap_of_columns;
  for (auto const& column : columns) width += column.width;
  return width;
}

std::size_t least_width(PrintedColumn const& column) {
  if (column.column->kind != Kind::text) return column.width;
  return std::min(column.width, std::max(column.column->shortest, terminal_width(column.column->heading)));
}

// The one that loses a column of the terminal next.
PrintedColumn* widest_text(std::vector<PrintedColumn>& columns) {
  PrintedColumn* widest = nullptr;
  for (auto& column : columns) {
    if (column.width > least_width(column) && (widest == nullptr || column.width > widest->width)) widest = &column;
  }
  return widest;
}

// Whether a cell was too wide.
bool shorten_cells(PrintedColumn& column) {
  bool was_cut = false;
  for (auto& cell : column.cells) {
    if (cell.width <= column.width) continue;
    cell.text = shortened_to_columns(cell.text, column.width);
    cell.width = terminal_width(cell.text);
    was_cut = true;
  }
  return was_cut;
}

// The headings of the columns that were shortened; nothing where that does not do.
std::optional<std::vector<std::string>> shorten(std::vector<PrintedColumn>& columns, std::size_t room) {
  auto width = width_of_line(columns);
  auto least = width;
  for (auto const& column : columns) least -= column.width - least_width(column);
  if (least > room) return std::nullopt;
  for (; width > room; --width) --widest_text(columns)->width;
  std::vector<std::string> shortened;
  for (auto& column : columns) {
    if (shorten_cells(column)) shortened.push_back(column.column->heading);
  }
  return shortened;
}

}  // namespace

std::vector<PrintedColumn> printed_columns(Sheet const& sheet, bool with_header) {
  std::vector<PrintedColumn> columns;
  for (std::size_t index = 0; index < sheet.columns.size(); ++index) {
    if (sheet.columns[index].where.table) columns.push_back(printed_column(sheet, index, with_header));
  }
  return columns;
}

std::vector<PrintedColumn> take_below(std::vector<PrintedColumn>& columns, std::size_t room) {
  if (width_of_line(columns) <= room) return {};
  auto const all = columns;
  int least = std::numeric_limits<int>::max();  // of those that stand below
  while (width_of_line(columns) > room) {
    int highest = 0;
    for (auto const& column : columns) highest = std::max(highest, column.column->below);
    if (highest == 0) break;
    least = highest;
    std::erase_if(columns, [&](PrintedColumn const& column) { return column.column->below == highest; });
  }
  std::vector<PrintedColumn> below;
  std::copy_if(all.begin(), all.end(), std::back_inserter(below),
               [&](PrintedColumn const& column) { return column.column->below >= least; });
  return below;
}

std::optional<Fitted> fit(std::vector<PrintedColumn>& columns, std::size_t room) {
  Fitted fitted;
  while (true) {
    if (auto shortened = shorten(columns, room)) {
      fitted.shortened = std::move(*shortened);
      return fitted;
    }
    auto const sparest = std::max_element(columns.begin(), columns.end(), [](auto const& left, auto const& right) {
      return left.column->spare < right.column->spare;
    });
    if (sparest == columns.end() || sparest->column->spare == 0) return std::nullopt;
    fitted.left_out.push_back(sparest->column->heading);
    columns.erase(sparest);
  }
}

}  // namespace proactive::cli
