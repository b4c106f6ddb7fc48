#pragma once

#include <array>
#include <iosfwd>
#include <string_view>

#include "cli/render/sheet.hpp"

namespace proactive::cli {

// How results are printed: `table` is for people, also where a command's results are prose; `html` and `prometheus` are
// a command's own.
enum class Format { table, json, csv, html, prometheus };
inline constexpr std::array<std::string_view, 5> format_names{"table", "json", "csv", "html", "prometheus"};

void print(std::ostream& out, Sheet const& sheet, Format format);

// The only row: an object, or a line for each column.
void print_one(std::ostream& out, Sheet const& sheet, Format format);

}  // namespace proactive::cli
