#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "base/finding.hpp"
#include "cli/render/sheet.hpp"

// How the checks show what they found.
namespace proactive::cli {

Sheet findings_sheet(std::vector<Finding> const& findings);

// A line each, without a header.
void print_findings(std::ostream& out, std::vector<Finding> const& findings);

// A text of several lines, each made safe for a terminal.
std::string printable_lines(std::string const& text);

}  // namespace proactive::cli
