#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "app/operator/configure.hpp"

namespace proactive::cli {

// A line each: "name: from -> to", with `nothing` for a value that was not there, or is not any more.
void list_changes(std::ostream& out, std::vector<app::Change> const& changes, std::string const& nothing);

}  // namespace proactive::cli
