#pragma once

#include <pqxx/pqxx>

#include <cstddef>
#include <string_view>
#include <vector>

namespace proactive::store {

// A column's place by its name, which is asked for with each value: by its length and its ends, which differ more often
// than not.
class ColumnNames {
 public:
  explicit ColumnNames(pqxx::result const& rows);

  // Less than 0: there is no such column.
  [[nodiscard]] int find(std::string_view name) const {
    auto slot = slot_of(name);
    while (slots_[slot].place >= 0 && slots_[slot].name != name) slot = (slot + 1) & mask();
    return slots_[slot].place;
  }

 private:
  struct Slot {
    std::string_view name;
    int place = -1;
  };
  [[nodiscard]] std::size_t slot_of(std::string_view name) const {
    if (name.empty()) return 0;
    std::size_t const first = static_cast<unsigned char>(name.front());
    std::size_t const last = static_cast<unsigned char>(name.back());
    return (name.size() * 31 + first * 7 + last) & mask();
  }

  [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }

  std::vector<Slot> slots_;  // a power of two, most are free
};

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
  ColumnNames columns;
  std::vector<std::string_view> values;
};

}  // namespace proactive::store
