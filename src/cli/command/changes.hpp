#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "app/operator/configure.hpp"
#include "cli/render/sheet.hpp"

namespace proactive::cli {

// A line each: "name: from -> to", with `nothing` for a value that was not there, or is not any more.
void list_changes(std::ostream& out, std::vector<app::Change> const& changes, std::string const& nothing);

// For programs: name, from and to, null where there is none.
Sheet changes_sheet(std::vector<app::Change> const& changes);

}  // namespace proactive::cli
