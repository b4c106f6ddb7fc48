#pragma once

#include <cmath>
#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"

// What a command shows, as data: columns that say what they hold, and rows of values that keep their types. Each output
// format is a renderer of sheets, and alone makes texts safe for who reads it.
namespace proactive::cli {

// One value of a row, or nothing.
class Cell {
 public:
  using Value = std::variant<std::monostate, bool, long, double, Instant, std::string, Json>;

  Cell() = default;
  Cell(bool value) : value_(value) {}
  Cell(std::integral auto value) : value_(std::in_place_type<long>, static_cast<long>(value)) {}
  // Nothing where the number is not finite, which no format can write.
  Cell(double value) {
    if (std::isfinite(value)) value_ = value;
  }
  Cell(Instant value) : value_(value) {}
  Cell(char const* value) : value_(std::string{value}) {}
  Cell(std::string_view value) : value_(std::string{value}) {}
  Cell(std::string value) : value_(std::move(value)) {}
  Cell(Json value) : value_(std::in_place_type<Json>, std::move(value)) {}
  template <typename Content>
  Cell(std::optional<Content> const& value) {
    if (value) value_ = Cell(*value).value_;
  }

  [[nodiscard]] Value const& value() const { return value_; }
  [[nodiscard]] bool is_nothing() const { return std::holds_alternative<std::monostate>(value_); }

 private:
  Value value_;
};

// What the values of a column are. A percentage is a share from 0 to 1, money a sum in the currency of its prices, a
// state one of the words ok, warning and failure. On a terminal texts alone are shortened.
enum class Kind { text, number, percentage, money, time, id, state };

// The outputs that have a column.
struct Where {
  bool table = true;
  bool csv = true;
  bool json = true;
};
inline constexpr Where for_people{true, false, false};
inline constexpr Where for_programs{false, true, true};

struct Column {
  std::string key;      // in CSV and JSON, frozen there
  std::string heading;  // in tables
  Kind kind = Kind::text;
  Where where = {};
  std::string nothing = "-";    // what people read where a cell holds nothing
  std::size_t least_width = 0;  // in tables that are printed one below the other
  std::size_t shortest = 12;    // a text is not shortened to less
  int spare = 0;                // where a line is too short, the sparest are left out first; 0: never
  int below = 0;  // before that, those of the highest number stand in a line below their row, in full; 0: never
};

using Row = std::vector<Cell>;

struct Sheet {
  std::string title;  // above a table
  std::vector<Column> columns;
  std::vector<Row> rows;     // each with a cell for every column
  std::optional<Row> total;  // the last row of a table
  std::string when_empty;    // what people read instead of a table without rows; empty: its header
};

// A column, and where its values come from.
template <typename Item>
struct ColumnOf {
  Column column;
  std::function<Cell(Item const&)> value;
};
template <typename Item>
using ColumnsOf = std::vector<ColumnOf<Item>>;

template <typename Item>
Row row_of(ColumnsOf<Item> const& columns, Item const& item) {
  Row row;
  row.reserve(columns.size());
  for (auto const& column : columns) row.push_back(column.value(item));
  return row;
}

template <typename Item>
Sheet sheet_of(ColumnsOf<Item> const& columns, std::vector<Item> const& items) {
  Sheet sheet;
  for (auto const& column : columns) sheet.columns.push_back(column.column);
  sheet.rows.reserve(items.size());
  for (auto const& item : items) sheet.rows.push_back(row_of(columns, item));
  return sheet;
}

// A value in words for people, as its column's kind is read: "66.7%", "yes". Not yet safe for a terminal.
std::string text_for_people(Column const& column, Cell const& cell);

// A value in full for programs that know no types: "0.6666666666666666", "true". Not yet safe for a spreadsheet.
std::string text_for_programs(Cell const& cell);

}  // namespace proactive::cli
