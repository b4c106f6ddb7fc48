#include "cli/command/findings.hpp"

#include <algorithm>
#include <ostream>
#include <sstream>

#include "base/text.hpp"
#include "cli/render/table.hpp"

namespace proactive::cli {

namespace {

// As wide as the widest words, so that the columns stand at the same place whatever is found.
ColumnsOf<Finding> columns() {
  return {{{.key = "state", .heading = "state", .kind = Kind::state, .least_width = 7},
           [](Finding const& finding) { return name_of(finding.state); }},
          {{.key = "subject", .heading = "subject", .least_width = 10}, &Finding::subject},
          {{"detail", "detail"}, &Finding::detail}};
}

}  // namespace

Sheet findings_sheet(std::vector<Finding> const& findings) { return sheet_of(columns(), findings); }

void print_findings(std::ostream& out, std::vector<Finding> const& findings) {
  print_table(out, findings_sheet(findings), {.header = false, .wraps = true});
}

void print_findings(std::ostream& out, std::vector<Finding> const& findings, Format format) {
  if (format == Format::table) return print_findings(out, findings);
  print(out, findings_sheet(findings), format);
}

ExitCode code_of(std::vector<Finding> const& findings) {
  bool const fails = std::any_of(findings.begin(), findings.end(),
                                 [](Finding const& finding) { return finding.state == FindingState::failure; });
  return fails ? ExitCode::configuration : ExitCode::ok;
}

std::string printable_lines(std::string const& text) {
  std::string shown;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) shown += printable(line) + "\n";
  return shown;
}

}  // namespace proactive::cli
