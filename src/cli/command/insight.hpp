#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "app/operator/insight.hpp"
#include "cli/render/print.hpp"

namespace proactive::cli {

// What --insight names: all, or one part, of which each is a table.
std::vector<std::string_view> insight_parts();

// `part` is one of them. A CSV has one table, so not all.
void print_insight(std::ostream& out, app::InsightReport const& report, std::string const& part, Format format);

}  // namespace proactive::cli
