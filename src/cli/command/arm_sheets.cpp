#include "cli/command/arm_sheets.hpp"

#include <fmt/core.h>

#include "base/column.hpp"
#include "base/text.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

namespace {

using simulation::Tally;

// Fractions as people read them.
Cell for_reading(Cell const& cell) {
  auto const* fraction = std::get_if<double>(&cell.value());
  return fraction == nullptr ? cell : Cell(fmt::format("{:.3f}", *fraction));
}

}  // namespace

Cell difference(Cell const& first, Cell const& second) {
  if (auto const* one = std::get_if<long>(&first.value())) {
    if (auto const* other = std::get_if<long>(&second.value())) return *other - *one;
  }
  if (auto const* one = std::get_if<double>(&first.value())) {
    if (auto const* other = std::get_if<double>(&second.value())) return *other - *one;
  }
  return {};
}

Cell hours_of(std::optional<std::chrono::minutes> const& length) {
  constexpr double minutes_of_hour = 60;
  return length ? Cell(static_cast<double>(length->count()) / minutes_of_hour) : Cell();
}

Cell share_of(long part, long whole) {
  return whole == 0 ? Cell() : Cell(static_cast<double>(part) / static_cast<double>(whole));
}

Sheet sheet_of_arms(std::string const& title, std::string const& heading, ArmColumns const& columns,
                    std::vector<ArmLine> const& lines) {
  Sheet sheet;
  sheet.title = title;
  sheet.columns.push_back({.key = "name", .heading = heading, .kind = Kind::id});
  for (auto const& name : columns.names) sheet.columns.push_back({.key = name, .heading = name, .kind = Kind::number});
  if (columns.compares) sheet.columns.push_back({.key = "difference", .heading = "difference", .kind = Kind::number});
  for (auto const& [name, values] : lines) {
    Row row{name};
    for (auto const& value : values) row.push_back(for_reading(value));
    if (columns.compares) row.push_back(for_reading(difference(values.at(values.size() - 2), values.back())));
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

Sheet hours_sheet(ArmColumns const& columns, Tallies const& tallies) {
  std::vector<ArmLine> lines;
  for (std::size_t hour = 0; hour < Tally{}.by_hour.size(); ++hour) {
    lines.push_back({fmt::format("{:02}", hour),
                     column(tallies, [hour](Tally const* tally) { return Cell(tally->by_hour.at(hour)); })});
  }
  return sheet_of_arms("Messages by hour of the user's clock", "hour", columns, lines);
}

Sheet reasons_sheet(std::string const& title, ArmColumns const& columns, Tallies const& tallies,
                    ReasonCounts Tally::*member) {
  ReasonCounts all;
  for (auto const* tally : tallies) {
    for (auto const& [reason, count] : tally->*member) all[reason] += count;
  }
  std::vector<ArmLine> lines;
  for (auto const& [reason, sum] : all) {
    lines.push_back({std::string{name_of(reason)}, column(tallies, [&, which = reason](Tally const* tally) {
                       auto const found = (tally->*member).find(which);
                       return Cell(found == (tally->*member).end() ? 0L : found->second);
                     })});
  }
  auto sheet = sheet_of_arms(title, "reason", columns, lines);
  sheet.when_empty = "none";
  return sheet;
}

Json settings_json(NamedValues const& settings) {
  auto object = Json::object();
  for (auto const& [name, value] : settings) object[name] = value;
  return object;
}

std::string settings_text(NamedValues const& settings) {
  if (settings.empty()) return "the settings as they are";
  return join(column(settings, [](auto const& value) { return value.first + "=" + printable(value.second); }), ", ");
}

std::string arm_text(std::string const& name, NamedValues const& settings, std::string const& without) {
  return fmt::format("{}: {}{}{}", name, settings_text(settings), without.empty() ? "" : "; ", without);
}

}  // namespace proactive::cli
