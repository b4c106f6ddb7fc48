#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace proactive::cli {

using TableRow = std::vector<std::string>;

// Columns as wide as their widest cell; those of numbers to the right. Cells are made safe for a terminal.
void print_table(std::ostream& out, TableRow const& header, std::vector<TableRow> const& rows);

// RFC 4180. A cell that a spreadsheet would take for a formula gets a leading apostrophe; control characters are
// replaced.
void print_csv(std::ostream& out, TableRow const& header, std::vector<TableRow> const& rows);

}  // namespace proactive::cli
