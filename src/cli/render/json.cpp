#include "cli/render/json.hpp"

namespace proactive::cli {

namespace {

struct ToJson {
  Json operator()(std::monostate /*nothing*/) const { return {}; }
  Json operator()(Instant value) const { return format_instant(value); }
  template <typename Value>
  Json operator()(Value const& value) const {
    return Json(value);
  }
};

}  // namespace

Json to_json(Cell const& cell) { return std::visit(ToJson{}, cell.value()); }

Json to_json(std::vector<Column> const& columns, Row const& row) {
  Json object = Json::object();
  for (std::size_t index = 0; index < columns.size(); ++index) {
    if (columns[index].where.json) object[columns[index].key] = to_json(row[index]);
  }
  return object;
}

Json to_json(Sheet const& sheet) {
  Json rows = Json::array();
  for (auto const& row : sheet.rows) rows.push_back(to_json(sheet.columns, row));
  return rows;
}

}  // namespace proactive::cli
