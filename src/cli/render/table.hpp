#pragma once

#include <iosfwd>
#include <string>

#include "cli/render/sheet.hpp"

namespace proactive::cli {

struct TableLayout {
  bool header = true;
  std::string indent = {};  // in front of every line
  bool wraps = false;       // the last column's texts go on below instead of being shortened
};

// The title and an empty line, then columns as wide as their widest cell, numbers to the right. Every cell is looked at
// once and made safe. A sheet without rows and total is its `when_empty`, where it has one.
// On a terminal (terminal.hpp) that is not wide enough columns that may (`below`) stand in a line below their row; then
// texts are shortened, the widest first; then spare columns are left out, which a line below names; and where that does
// not do, each row is printed as a record. Numbers, times and ids are never cut.
void print_table(std::ostream& out, Sheet const& sheet, TableLayout const& layout = {});

// A line for each column of the only row: its heading and its value, which goes on below where it is too long.
void print_record(std::ostream& out, Sheet const& sheet);

}  // namespace proactive::cli
