#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/render/sheet.hpp"

// Drawings inside a page (html.hpp), as SVG without a size of its own: lengths are shares of the width there is, so
// texts keep their size on a phone. Each says in words what it shows; its colors stand in the page's style.
namespace proactive::cli {

struct Bar {
  std::string label;
  std::optional<double> value = {};   // not negative; nothing: not enough data
  std::string text = {};              // the value in words
  double margin = 0;                  // half the width of its interval; 0: none
  std::optional<double> before = {};  // of a funnel: what was there before some were lost
  std::string tick = {};              // below a column, instead of the label
};

struct Chart {
  std::string id;  // unique on its page: letters and hyphens
  std::string title;
  std::vector<Bar> bars;
  Kind kind = Kind::number;  // of the values
};

// A bar for each row: what the first column of tables calls it, the value of the column with this key, and its margin.
std::vector<Bar> bars_of(Sheet const& sheet, std::string const& value, std::string const& margin = {});

// One below the other, each with its label and its text above it.
std::string svg_bars(Chart const& chart);

// Side by side, over an axis; the texts stand above them where there are few. Where there are many, some labels are
// left out.
std::string svg_columns(Chart const& chart);

// A field of a table whose darkness is its value.
struct Field {
  std::optional<double> value = {};  // 0 to 1; nothing: not enough data
  std::string text = {};             // in words; empty: there is nothing, and nothing is drawn
};
struct HeatMap {
  std::string id;
  std::string title;
  std::vector<std::string> columns;
  std::vector<std::string> rows;
  std::vector<std::vector<Field>> fields;  // by row; each has one for every column
};

// The darkest is the largest value. Values stand in their fields where there are few columns; where there are many,
// some of their labels are left out.
std::string svg_heat_map(HeatMap const& map);

}  // namespace proactive::cli
