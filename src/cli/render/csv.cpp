#include "cli/render/csv.hpp"

#include <algorithm>
#include <array>
#include <ostream>

#include "base/text.hpp"

namespace proactive::cli {

namespace {

// Spreadsheets skip spaces in front of a formula, and those for East Asian languages know the wide signs too.
bool is_formula(std::string_view text) {
  constexpr std::array<std::string_view, 8> signs{"=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  auto const begin = trim(text);
  return std::any_of(signs.begin(), signs.end(), [&](std::string_view sign) { return begin.starts_with(sign); });
}

bool is_text(Cell const& cell) {
  return std::holds_alternative<std::string>(cell.value()) || std::holds_alternative<Json>(cell.value());
}

std::string safe_text(Cell const& cell) {
  auto text = text_for_programs(cell);
  if (!is_text(cell)) return text;
  text = printable(text);
  if (is_formula(text)) text.insert(0, "'");
  return text;
}

std::string csv_cell(Cell const& cell) {
  auto text = safe_text(cell);
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (char const c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace

void print_csv(std::ostream& out, Sheet const& sheet) {
  auto const print_line = [&](auto const& cell_of) {
    bool first = true;
    for (std::size_t index = 0; index < sheet.columns.size(); ++index) {
      if (!sheet.columns[index].where.csv) continue;
      out << (first ? "" : ",") << csv_cell(cell_of(index));
      first = false;
    }
    out << "\r\n";
  };
  print_line([&](std::size_t index) { return Cell(sheet.columns[index].key); });
  for (auto const& row : sheet.rows) print_line([&](std::size_t index) -> Cell const& { return row[index]; });
}

}  // namespace proactive::cli
