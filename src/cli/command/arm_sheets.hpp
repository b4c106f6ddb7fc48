#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/pass/reports.hpp"
#include "base/json.hpp"
#include "base/named_values.hpp"
#include "cli/render/sheet.hpp"
#include "domain/simulation/tally.hpp"

// What simulations and replays print alike: arms side by side.
namespace proactive::cli {

using Tallies = std::vector<simulation::Tally const*>;

// One row: a value of each arm.
struct ArmLine {
  std::string name;
  std::vector<Cell> values;
};

// A column an arm, and where `compares` says so the last one's difference from the one before it.
struct ArmColumns {
  std::vector<std::string> names;
  bool compares = false;
};
Sheet sheet_of_arms(std::string const& title, std::string const& heading, ArmColumns const& columns,
                    std::vector<ArmLine> const& lines);

// The second less the first; nothing where one of them is nothing.
Cell difference(Cell const& first, Cell const& second);

Cell hours_of(std::optional<std::chrono::minutes> const& length);
Cell share_of(long part, long whole);  // nothing, of nothing

Sheet hours_sheet(ArmColumns const& columns, Tallies const& tallies);
Sheet reasons_sheet(std::string const& title, ArmColumns const& columns, Tallies const& tallies,
                    ReasonCounts simulation::Tally::*member);

using app::reasons_json;
Json settings_json(NamedValues const& settings);
// What an arm is, and what of it is left out.
std::string arm_text(std::string const& name, NamedValues const& settings, std::string const& without);

}  // namespace proactive::cli
