#include "cli/command/changes.hpp"

#include <fmt/core.h>

#include "base/text.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

bool is_unchanged(app::Change const& change) { return change.from == change.to; }

void list_changes(std::ostream& out, std::vector<app::Change> const& changes, std::string const& nothing) {
  for (auto const& change : changes) {
    auto const from = printable(change.from.value_or(nothing));
    auto const to = printable(change.to.value_or(nothing));
    print_prose(out, is_unchanged(change) ? fmt::format("{}: unchanged ({})", change.name, to)
                                          : fmt::format("{}: {} -> {}", change.name, from, to));
  }
}

Sheet changes_sheet(std::vector<app::Change> const& changes) {
  using app::Change;
  ColumnsOf<Change> const columns{
      {{"name", "name", Kind::id}, &Change::name}, {{"from", "from"}, &Change::from}, {{"to", "to"}, &Change::to}};
  return sheet_of(columns, changes);
}

}  // namespace proactive::cli
