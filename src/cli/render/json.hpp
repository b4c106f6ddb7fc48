#pragma once

#include "cli/render/sheet.hpp"

namespace proactive::cli {

// An array with an object for each row, by the columns' keys. Numbers and truth values keep their types, times are ISO
// 8601, nothing is null; no total.
Json to_json(Sheet const& sheet);

Json to_json(Cell const& cell);

// The object of one row.
Json to_json(std::vector<Column> const& columns, Row const& row);

}  // namespace proactive::cli
