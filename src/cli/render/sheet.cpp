#include "cli/render/sheet.hpp"

#include <array>
#include <cstdio>

namespace proactive::cli {

namespace {

std::string with_digits(char const* format, double value) {
  std::array<char, 64> text{};  // larger numbers are cut: they are no percentages, and no money
  std::snprintf(text.data(), text.size(), format, value);
  return text.data();
}

// The shortest text that reads back as the same number.
std::string number_text(double value) { return Json(value).dump(); }

std::string text_of_kind(Kind kind, double value) {
  if (kind == Kind::percentage) return with_digits("%.1f%%", value * 100);
  if (kind == Kind::money) return with_digits("%.4f", value);
  return number_text(value);
}

struct ForPrograms {
  std::string operator()(std::monostate /*nothing*/) const { return {}; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(long value) const { return std::to_string(value); }
  std::string operator()(double value) const { return number_text(value); }
  std::string operator()(Instant value) const { return format_instant(value); }
  std::string operator()(std::string const& value) const { return value; }
  std::string operator()(Json const& value) const { return to_line(value); }
};

}  // namespace

std::string text_for_people(Column const& column, Cell const& cell) {
  if (cell.is_nothing()) return column.nothing;
  if (auto const* value = std::get_if<bool>(&cell.value())) return *value ? "yes" : "no";
  if (auto const* value = std::get_if<double>(&cell.value())) return text_of_kind(column.kind, *value);
  return text_for_programs(cell);
}

std::string text_for_programs(Cell const& cell) { return std::visit(ForPrograms{}, cell.value()); }

}  // namespace proactive::cli
