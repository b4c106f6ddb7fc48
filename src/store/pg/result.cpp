#include "store/pg/result.hpp"

#include <fmt/core.h>

#include <charconv>

#include "base/text.hpp"
#include "store/pg/database.hpp"

namespace proactive::store {

namespace {

std::string_view view_of(pqxx::field const& field) {
  if (field.is_null()) return {};
  return {field.c_str(), static_cast<std::size_t>(field.size())};
}

template <typename Number>
Number number_of(std::string_view text) {
  Number number{};
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem == std::errc{} && end == text.data() + text.size()) return number;
  throw Error(ExitCode::internal, fmt::format("\"{}\" is no number in range", printable(text)));
}

}  // namespace

ResultHandle::ResultHandle(pqxx::result const& result) : rows(result), width(static_cast<std::size_t>(rows.columns())) {
  for (pqxx::row::size_type i = 0; i < rows.columns(); ++i) columns.emplace(rows.column_name(i), static_cast<int>(i));
  values.reserve(static_cast<std::size_t>(rows.size()) * width);
  for (auto const row : rows) {
    for (auto const field : row) values.push_back(view_of(field));
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

Json Value::json() const { return is_null() ? Json{} : Json::parse(view()); }

Value Row::operator[](std::string_view column) const {
  auto const found = result_->columns.find(column);
  if (found == result_->columns.end()) throw Error(ExitCode::internal, fmt::format("no column {}", column));
  return {*result_, row_, found->second};
}

long Rows::affected() const { return static_cast<long>(result_->rows.affected_rows()); }

int Rows::size() const { return static_cast<int>(result_->rows.size()); }

}  // namespace proactive::store
