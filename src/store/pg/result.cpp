#include "store/pg/result.hpp"

#include <fmt/core.h>

#include <bit>
#include <charconv>

#include "base/text.hpp"
#include "store/pg/database.hpp"

namespace proactive::store {

namespace {

// Most values are neither empty nor NULL.
std::string_view view_of(pqxx::field const& field) {
  auto const size = static_cast<std::size_t>(field.size());
  if (size == 0 && field.is_null()) return {};
  return {field.c_str(), size};
}

template <typename Number>
Number number_of(std::string_view text) {
  Number number{};
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem == std::errc{} && end == text.data() + text.size()) return number;
  throw Error(ExitCode::internal, fmt::format("\"{}\" is no number in range", printable(text)));
}

}  // namespace

ColumnNames::ColumnNames(pqxx::result const& rows)
    : slots_(std::bit_ceil(4 * static_cast<std::size_t>(rows.columns()) + 1)) {
  for (pqxx::row::size_type i = 0; i < rows.columns(); ++i) {
    std::string_view const name = rows.column_name(i);
    auto slot = slot_of(name);
    while (slots_[slot].place >= 0) slot = (slot + 1) & mask();
    slots_[slot] = {name, static_cast<int>(i)};
  }
}

ResultHandle::ResultHandle(pqxx::result const& result)
    : rows(result), width(static_cast<std::size_t>(rows.columns())), columns(rows) {
  values.reserve(static_cast<std::size_t>(rows.size()) * width);
  for (auto const row : rows) {
    auto const end = row.end();
    for (auto field = row.begin(); field != end; ++field)
      values.push_back(view_of(field));  // what *field gives is a copy
  }
}

bool Value::is_null() const { return result_->at(row_, column_).data() == nullptr; }

std::string_view Value::view() const {
  auto const view = result_->at(row_, column_);
  if (view.data() != nullptr) return view;
  throw Error(ExitCode::internal, fmt::format("the column {} is empty",
                                              result_->rows.column_name(static_cast<pqxx::row::size_type>(column_))));
}

std::string Value::text() const { return std::string{view()}; }

std::optional<std::string> Value::optional_text() const {
  if (is_null()) return std::nullopt;
  return text();
}

long Value::integer() const { return number_of<long>(view()); }

std::optional<long> Value::optional_integer() const {
  if (is_null()) return std::nullopt;
  return integer();
}

double Value::real() const { return number_of<double>(view()); }

bool Value::boolean() const { return !is_null() && view() == "t"; }

Instant Value::instant() const {
  if (auto const instant = optional_instant()) return *instant;
  throw Error(ExitCode::internal, "a column holds a time that is empty or out of range");
}

std::optional<Instant> Value::optional_instant() const {
  if (is_null()) return std::nullopt;
  return parse_instant(view());
}

std::optional<Instant> Value::nearest_instant() const {
  if (auto const instant = optional_instant(); instant || is_null()) return instant;
  auto const written = text();
  bool const is_past = written.starts_with('-') || written.ends_with("BC") || written.find('-') == 4;
  return is_past ? earliest_instant : latest_instant;
}

Json Value::json() const {
  if (is_null()) return {};
  auto const text = view();
  return text == "[]" ? Json::array() : Json::parse(text);  // which most lists are
}

Value Row::operator[](std::string_view column) const {
  auto const place = result_->columns.find(column);
  if (place < 0) throw Error(ExitCode::internal, fmt::format("no column {}", column));
  return {*result_, row_, place};
}

long Rows::affected() const { return static_cast<long>(result_->rows.affected_rows()); }

int Rows::size() const { return static_cast<int>(result_->rows.size()); }

}  // namespace proactive::store
