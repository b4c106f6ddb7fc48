#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/operator/stats.hpp"
#include "cli/render/html.hpp"
#include "cli/render/svg.hpp"

// Words and drawings of the page of proactive stats (stats_page.hpp).
namespace proactive::cli {

inline constexpr std::size_t most_bars = 15;  // of a drawing of what may have any number of values

std::string count_text(long number);   // "1,234"
std::string share_text(double share);  // "12.5%"
// "1,234 (12.5% of sent)"
std::string part_text(long part, long whole, std::string_view of);

// Of all messages together; nothing where none was sent.
OutcomeRow all_outcomes(app::StatsReport const& report);
long known_of(OutcomeRow const& row);

// Nothing where no bar has a value.
std::optional<double> sum_of(std::vector<Bar> const& bars);

// A sheet that stands below a heading of its own.
Sheet untitled(Sheet sheet);

// A drawing, its title, and the numbers that are folded away below it.
std::string figure(Chart const& chart, std::string const& drawing, Sheet const& numbers, std::string const& note = {});

// The rates of a sheet of outcomes, by rows. `key`: response, seen or opt_out.
std::string rates(std::string const& id, std::string const& title, Sheet const& sheet, std::string const& key,
                  std::string const& note);

// Columns for the 24 hours; bars are labelled "00" to "23".
std::string hour_columns(std::string const& id, std::string const& title, std::vector<Bar> const& bars, Kind kind,
                         std::string const& note);

// The bars of all days from the first to the last, at most two months. There is one bar or more, labelled "2026-03-01".
std::vector<Bar> day_bars(std::vector<Bar> const& bars);

// "1st"
std::string ordinal(std::string const& number);

}  // namespace proactive::cli
