#pragma once

#include <iosfwd>

#include "app/operator/replay.hpp"
#include "cli/render/print.hpp"

// schedule --from-log: what is printed.
namespace proactive::cli {

void print_replay(std::ostream& out, app::ReplayReport const& report, Format format);

}  // namespace proactive::cli
