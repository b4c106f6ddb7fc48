#include "cli/command/stats_figures.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace proactive::cli {

namespace {

constexpr std::size_t most_days = 62;

// The bars of these labels, in this order; what is missing is zero.
std::vector<Bar> arranged(std::vector<Bar> const& bars, std::vector<std::string> const& labels) {
  std::vector<Bar> arranged;
  arranged.reserve(labels.size());
  for (auto const& label : labels) {
    auto const found = std::find_if(bars.begin(), bars.end(), [&](Bar const& bar) { return bar.label == label; });
    arranged.push_back(found == bars.end() ? Bar{label, 0, "none sent"} : *found);
  }
  return arranged;
}

std::vector<std::string> all_hours() {
  std::vector<std::string> hours;
  hours.reserve(24);
  for (int hour = 0; hour < 24; ++hour) hours.push_back(fmt::format("{:02}", hour));
  return hours;
}

// From the first to the last, at most the newest.
std::vector<std::string> all_days(std::vector<Bar> const& bars) {
  auto const last = parse_date(bars.back().label);
  auto first = parse_date(bars.front().label);
  if (!first || !last) return {};
  first = std::max(*first, *last - std::chrono::days{most_days - 1});
  std::vector<std::string> days;
  for (auto day = *first; day <= *last; day += std::chrono::days{1}) days.push_back(format_date(day));
  return days;
}

}  // namespace

std::string count_text(long number) { return text_for_pages({"", "", Kind::number}, Cell(number)); }
std::string share_text(double share) { return text_for_people({"", "", Kind::percentage}, Cell(share)); }
std::string part_text(long part, long whole, std::string_view of) {
  if (whole == 0) return count_text(part);
  return fmt::format("{} ({} of {})", count_text(part),
                     share_text(static_cast<double>(part) / static_cast<double>(whole)), of);
}

OutcomeRow all_outcomes(app::StatsReport const& report) { return report.outcome_of_all.value_or(OutcomeRow{}); }
long known_of(OutcomeRow const& row) { return static_cast<long>(row.responded.messages); }

std::optional<double> sum_of(std::vector<Bar> const& bars) {
  std::optional<double> sum;
  for (auto const& bar : bars) {
    if (bar.value) sum = sum.value_or(0) + *bar.value;
  }
  return sum;
}

Sheet untitled(Sheet sheet) {
  sheet.title.clear();
  return sheet;
}

std::string figure(Chart const& chart, std::string const& drawing, Sheet const& numbers, std::string const& note) {
  return html_figure({chart.title, drawing, untitled(numbers), note});
}

std::string rates(std::string const& id, std::string const& title, Sheet const& sheet, std::string const& key,
                  std::string const& note) {
  Chart chart{id, title, bars_of(sheet, key + "_rate", key + "_margin"), Kind::percentage};
  if (chart.bars.size() > most_bars) chart.bars.resize(most_bars);
  return figure(chart, svg_bars(chart), {}, note);
}

std::string hour_columns(std::string const& id, std::string const& title, std::vector<Bar> const& bars, Kind kind,
                         std::string const& note) {
  Chart chart{id, title, arranged(bars, all_hours()), kind};
  for (auto& bar : chart.bars) {
    bar.tick = bar.label;
    bar.label += ":00";
  }
  return figure(chart, svg_columns(chart), {}, note);
}

std::string ordinal(std::string const& number) {
  bool const is_teen = number.size() > 1 && number[number.size() - 2] == '1';
  for (auto const* suffix : {"1st", "2nd", "3rd"}) {
    if (!is_teen && number.ends_with(suffix[0])) return number + (suffix + 1);
  }
  return number + "th";
}

std::vector<Bar> day_bars(std::vector<Bar> const& bars) {
  auto days = arranged(bars, all_days(bars));
  for (auto& bar : days) bar.tick = bar.label.substr(5);
  return days;
}

}  // namespace proactive::cli
