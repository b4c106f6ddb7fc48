#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "base/errors.hpp"
#include "base/finding.hpp"
#include "cli/render/print.hpp"
#include "cli/render/sheet.hpp"

// How the checks show what they found.
namespace proactive::cli {

Sheet findings_sheet(std::vector<Finding> const& findings);

// A line each, without a header.
void print_findings(std::ostream& out, std::vector<Finding> const& findings);

// The same as the results of a command.
void print_findings(std::ostream& out, std::vector<Finding> const& findings, Format format);

// Configuration where something fails.
ExitCode code_of(std::vector<Finding> const& findings);

// A text of several lines, each made safe for a terminal.
std::string printable_lines(std::string const& text);

}  // namespace proactive::cli
