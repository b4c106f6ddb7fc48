#pragma once

#include <iosfwd>
#include <string>

#include "cli/render/sheet.hpp"

namespace proactive::cli {

struct TableLayout {
  bool header = true;
  std::string indent = {};  // in front of every line
};

// For a terminal: the title and an empty line, then columns as wide as their widest cell, numbers to the right. Every
// cell is looked at once and made safe. A sheet without rows and total is its `when_empty`, where it has one.
void print_table(std::ostream& out, Sheet const& sheet, TableLayout const& layout = {});

// A line for each column of the only row: its heading and its value.
void print_record(std::ostream& out, Sheet const& sheet);

}  // namespace proactive::cli
