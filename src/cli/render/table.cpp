#include "cli/render/table.hpp"

#include <algorithm>
#include <ostream>

#include "base/text.hpp"

namespace proactive::cli {

namespace {

bool is_number(std::string const& cell) {
  return !cell.empty() &&
         std::all_of(cell.begin(), cell.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '%'; });
}

bool is_number_column(std::vector<TableRow> const& rows, std::size_t column) {
  return std::all_of(rows.begin(), rows.end(),
                     [&](TableRow const& row) { return row[column] == "-" || is_number(row[column]); });
}

std::string csv_cell(std::string const& raw) {
  auto cell = printable(raw);
  if (!cell.empty() && std::string_view{"=+-@"}.find(cell.front()) != std::string_view::npos) cell.insert(0, "'");
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (char const c : cell) quoted += c == '"' ? std::string{"\"\""} : std::string{c};
  return quoted + "\"";
}

}  // namespace

void print_table(std::ostream& out, TableRow const& header, std::vector<TableRow> const& rows) {
  std::vector<TableRow> cells{header};
  for (auto const& row : rows) {
    cells.emplace_back();
    for (auto const& cell : row) cells.back().push_back(printable(cell));
  }
  for (auto const& row : cells) {
    std::string line;
    for (std::size_t column = 0; column < header.size(); ++column) {
      std::size_t width = 0;
      for (auto const& other : cells) width = std::max(width, terminal_width(other[column]));
      line += (column == 0 ? "" : "  ") +
              (is_number_column(rows, column) ? pad_left(row[column], width) : pad_right(row[column], width));
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  }
}

void print_csv(std::ostream& out, TableRow const& header, std::vector<TableRow> const& rows) {
  auto const print_row = [&](TableRow const& row) {
    for (std::size_t column = 0; column < row.size(); ++column)
      out << (column == 0 ? "" : ",") << csv_cell(row[column]);
    out << "\r\n";
  };
  print_row(header);
  for (auto const& row : rows) print_row(row);
}

}  // namespace proactive::cli
