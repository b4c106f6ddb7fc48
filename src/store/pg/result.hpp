#pragma once

#include <pqxx/pqxx>

#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace proactive::store {

// A result's values, taken out once: libpqxx makes three objects for a look at one, and libpq compares names for a
// column. Names and values live as long as the result.
struct ResultHandle {
  explicit ResultHandle(pqxx::result const& result);

  // No data: NULL.
  [[nodiscard]] std::string_view at(int row, int column) const {
    return values[static_cast<std::size_t>(row) * width + static_cast<std::size_t>(column)];
  }

  pqxx::result rows;
  std::size_t width;
  std::unordered_map<std::string_view, int> columns;
  std::vector<std::string_view> values;
};

}  // namespace proactive::store
