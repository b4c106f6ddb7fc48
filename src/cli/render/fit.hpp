#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/render/sheet.hpp"

// The columns of a table as they are printed, and how they are made to fit a line.
namespace proactive::cli {

struct PrintedCell {
  std::string text;  // safe for a terminal
  std::size_t width;
};

struct PrintedColumn {
  Column const* column;
  std::size_t width;
  std::vector<PrintedCell> cells;  // the heading too, where the table has one
};

inline constexpr std::size_t gap_of_columns = 2;

std::vector<PrintedColumn> printed_columns(Sheet const& sheet, bool with_header);

// Takes columns that may stand below their row out of a line that is too long for `room`, the highest first; they come
// in their order.
std::vector<PrintedColumn> take_below(std::vector<PrintedColumn>& columns, std::size_t room);

// What was done to columns to make them fit, by their headings.
struct Fitted {
  std::vector<std::string> left_out;
  std::vector<std::string> shortened;  // of those that are left
};

// Makes the columns fit `room`: shortens texts, and takes spare columns out. Nothing where what must not be cut is
// still too wide.
std::optional<Fitted> fit(std::vector<PrintedColumn>& columns, std::size_t room);

}  // namespace proactive::cli
