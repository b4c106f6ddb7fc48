#pragma once

#include <array>
#include <iosfwd>
#include <string_view>

#include "cli/render/sheet.hpp"

namespace proactive::cli {

// How results are printed; `text` is prose, and the command's own.
enum class Format { text, table, json, csv, prometheus };
inline constexpr std::array<std::string_view, 5> format_names{"text", "table", "json", "csv", "prometheus"};

void print(std::ostream& out, Sheet const& sheet, Format format);

// The only row: an object, or a line for each column.
void print_one(std::ostream& out, Sheet const& sheet, Format format);

}  // namespace proactive::cli
