#pragma once

#include <array>
#include <iosfwd>
#include <string_view>

#include "cli/render/sheet.hpp"

namespace proactive::cli {

// How results are printed: `table` is for people, also where a command's results are prose.
enum class Format { table, json, csv, prometheus };
inline constexpr std::array<std::string_view, 4> format_names{"table", "json", "csv", "prometheus"};

void print(std::ostream& out, Sheet const& sheet, Format format);

// The only row: an object, or a line for each column.
void print_one(std::ostream& out, Sheet const& sheet, Format format);

}  // namespace proactive::cli
