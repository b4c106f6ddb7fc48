#include "cli/command/changes.hpp"

#include <fmt/core.h>

#include "base/text.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

void list_changes(std::ostream& out, std::vector<app::Change> const& changes, std::string const& nothing) {
  for (auto const& change : changes) {
    print_prose(out, fmt::format("{}: {} -> {}", change.name, printable(change.from.value_or(nothing)),
                                 printable(change.to.value_or(nothing))));
  }
}

Sheet changes_sheet(std::vector<app::Change> const& changes) {
  using app::Change;
  ColumnsOf<Change> const columns{
      {{"name", "name", Kind::id}, &Change::name}, {{"from", "from"}, &Change::from}, {{"to", "to"}, &Change::to}};
  return sheet_of(columns, changes);
}

}  // namespace proactive::cli
