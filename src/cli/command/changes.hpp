#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "app/operator/configure.hpp"
#include "cli/render/sheet.hpp"

namespace proactive::cli {

// Whether what was asked for was there already.
bool is_unchanged(app::Change const& change);

// A line each: "name: from -> to", or "name: unchanged (value)", with `nothing` for a value that was not there, or is
// not any more.
void list_changes(std::ostream& out, std::vector<app::Change> const& changes, std::string const& nothing);

// For programs: name, from and to, null where there is none.
Sheet changes_sheet(std::vector<app::Change> const& changes);

}  // namespace proactive::cli
