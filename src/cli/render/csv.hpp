#pragma once

#include <iosfwd>

#include "cli/render/sheet.hpp"

namespace proactive::cli {

// RFC 4180, with the keys as header; values in full, nothing as an empty cell, no total. A text that a spreadsheet
// would take for a formula gets a leading apostrophe; control characters are replaced.
void print_csv(std::ostream& out, Sheet const& sheet);

}  // namespace proactive::cli
