#pragma once

#include <iosfwd>

#include "app/operator/explain.hpp"
#include "cli/render/print.hpp"

namespace proactive::cli {

// What schedule --explain prints: of each pair what the gate decided, and its checks. `format`: text or json.
void print_explanation(std::ostream& out, app::ExplainReport const& report, Format format);

}  // namespace proactive::cli
