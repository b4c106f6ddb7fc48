#include "cli/command/changes.hpp"

#include <ostream>

#include "base/text.hpp"

namespace proactive::cli {

void list_changes(std::ostream& out, std::vector<app::Change> const& changes, std::string const& nothing) {
  for (auto const& change : changes) {
    out << change.name << ": " << printable(change.from.value_or(nothing)) << " -> "
        << printable(change.to.value_or(nothing)) << "\n";
  }
}

}  // namespace proactive::cli
