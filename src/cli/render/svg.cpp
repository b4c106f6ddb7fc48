#include "cli/render/svg.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>

#include "base/terminal_text.hpp"
#include "base/text.hpp"
#include "cli/render/html.hpp"

namespace proactive::cli {

namespace {

// Of bars that stand one below the other, in pixels.
constexpr int line_height = 46;
constexpr int bar_top = 21;
constexpr int bar_height = 12;
constexpr std::size_t widest_line = 38;  // a label and its value on a phone, in columns of a terminal
constexpr std::size_t least_label = 12;

// Of those side by side.
constexpr double plot_top = 18;
constexpr double plot_height = 140;
constexpr double plot_bottom = plot_top + plot_height;
constexpr int columns_height = 184;
constexpr std::size_t few_columns = 8;

std::string percent(double share) { return fmt::format("{:.3f}%", std::clamp(share, 0.0, 1.0) * 100); }

std::string fitting(std::string const& label, std::string const& beside = {}) {
  auto const used = std::min(terminal_width(printable(beside)), widest_line - least_label);
  auto text = printable(label);
  if (terminal_width(text) <= widest_line - used) return text;
  text = shortened(text, widest_line - used);
  while (terminal_width(text) >= widest_line - used) text = shortened(text, grapheme_count(text) - 1);
  return text + "…";
}

double largest_of(std::vector<Bar> const& bars) {
  double largest = 0;
  for (auto const& bar : bars)
    largest = std::max({largest, bar.value.value_or(0) + bar.margin, bar.before.value_or(0)});
  return largest;
}

double share_of(double value, double whole) { return whole > 0 ? value / whole : 0; }

std::string in_words(Bar const& bar) { return fmt::format("{}: {}", bar.label, bar.text); }

std::string begin_svg(std::string const& id, std::string const& title, std::string const& words, std::string_view style,
                      long height) {
  return fmt::format(
      "<svg class=\"{0}\" role=\"img\" aria-labelledby=\"{1}-title {1}-desc\" width=\"100%\" height=\"{2}\">\n"
      "<title id=\"{1}-title\">{3}</title>\n<desc id=\"{1}-desc\">{4}</desc>\n",
      style, id, height, html_text(title), html_text(words));
}

std::string begin_svg(Chart const& chart, std::string_view style, long height) {
  std::vector<std::string> words;
  words.reserve(chart.bars.size());
  for (auto const& bar : chart.bars) words.push_back(in_words(bar));
  return begin_svg(chart.id, chart.title, join(words, "; "), style, height);
}

std::string rectangle(std::string_view style, double share, int y) {
  return fmt::format(R"(<rect class="{}" x="0" y="{}" width="{}" height="{}" rx="2"/>)", style, y, percent(share),
                     bar_height);
}

// The interval of a bar that lies, as a line with ends.
std::string lying_interval(Bar const& bar, double whole, int y) {
  if (!bar.value || bar.margin <= 0) return {};
  auto const low = percent(share_of(*bar.value - bar.margin, whole));
  auto const high = percent(share_of(*bar.value + bar.margin, whole));
  auto const middle = y + bar_height / 2;
  std::string lines;
  for (auto const& [x1, x2, y1, y2] : {std::tuple{low, high, middle, middle},
                                       {low, low, middle - 4, middle + 4},
                                       {high, high, middle - 4, middle + 4}}) {
    lines += fmt::format(R"(<line class="interval" x1="{}" x2="{}" y1="{}" y2="{}"/>)", x1, x2, y1, y2);
  }
  return lines;
}

std::string lying_bar(Bar const& bar, double whole, int top) {
  auto text = fmt::format("<g><title>{}</title>", html_text(in_words(bar)));
  text +=
      fmt::format(R"(<text class="label" x="0" y="{}">{}</text>)", top + 14, html_text(fitting(bar.label, bar.text)));
  text += fmt::format(R"(<text class="{}" x="100%" y="{}" text-anchor="end">{}</text>)", bar.value ? "value" : "blank",
                      top + 14, html_text(bar.text));
  text += rectangle("track", 1, top + bar_top);
  if (bar.before) text += rectangle("lost", share_of(*bar.before, whole), top + bar_top);
  if (bar.value && *bar.value > 0) text += rectangle("bar", share_of(*bar.value, whole), top + bar_top);
  text += lying_interval(bar, whole, top + bar_top);
  return text + "</g>\n";
}

// The end of an axis: a number that is round, and whose half is.
double round_ceiling(double largest, Kind kind) {
  if (!(largest > 0)) return kind == Kind::number ? 2 : 1;
  double const least = kind == Kind::number ? 2 : 0;
  auto const power = std::pow(10, std::floor(std::log10(largest)));
  double end = largest;  // where there is no larger number
  for (int const step : {10, 8, 6, 5, 4, 3, 2, 1}) {
    if (kind == Kind::number && power < 10 && step % 2 != 0) continue;
    auto const reached = step * power * (1 + 1e-9);
    if (largest <= reached && std::isfinite(reached)) end = step * power;
  }
  return std::max(least, end);
}

// For where there is little room.
std::string short_text(double value, Kind kind) {
  if (std::abs(value) >= 1e15) return proactive::number_text(value);
  if (kind == Kind::percentage) return fmt::format("{:.{}f}%", value * 100, value < 0.0995 ? 1 : 0);
  return kind == Kind::number ? text_for_pages({"", "", kind}, Cell(std::llround(value)))
                              : text_for_people({"", "", kind}, Cell(value));
}

std::string axis_text(double value, Kind kind) {
  return kind == Kind::percentage && value < 1e15 ? proactive::number_text(value * 100) + "%" : short_text(value, kind);
}

std::string axis(double whole, Kind kind) {
  std::string lines;
  for (double const share : {0.0, 0.5, 1.0}) {
    auto const y = plot_bottom - share * plot_height;
    lines += fmt::format(R"(<line class="{}" x1="0" x2="100%" y1="{}" y2="{}"/>)", share == 0 ? "base" : "grid", y, y);
    lines += fmt::format(R"(<text class="tick" x="-8" y="{}" text-anchor="end">{}</text>)", y + 4,
                         html_text(axis_text(share * whole, kind)));
  }
  return lines + "\n";
}

// Where a column stands, as shares of the width.
struct Place {
  double left;
  double middle;
  double width;
};

Place place_of(std::size_t index, std::size_t count) {
  auto const slot = 1.0 / static_cast<double>(count);
  auto const left = slot * static_cast<double>(index);
  return {left + slot * 0.14, left + slot / 2, slot * 0.72};
}

std::string column_at(Place const& place, std::string_view style, double y, double height) {
  return fmt::format(R"(<rect class="{}" x="{}" y="{:.1f}" width="{}" height="{:.1f}" rx="2"/>)", style,
                     percent(place.left), y, percent(place.width), height);
}

std::string standing_interval(Bar const& bar, Place const& place, double whole) {
  if (bar.margin <= 0) return {};
  auto const y_of = [whole](double value) {
    return plot_bottom - std::clamp(share_of(value, whole), 0.0, 1.0) * plot_height;
  };
  return fmt::format(R"(<line class="interval" x1="{0}" x2="{0}" y1="{1:.1f}" y2="{2:.1f}"/>)", percent(place.middle),
                     y_of(*bar.value + bar.margin), y_of(*bar.value - bar.margin));
}

std::string standing_bar(Bar const& bar, Place const& place, double whole) {
  auto text = fmt::format("<g><title>{}</title>", html_text(in_words(bar)));
  text += column_at(place, "touch", plot_top, plot_height);  // so that the title shows over a low one too
  if (!bar.value) return text + column_at(place, "unknown", plot_bottom - 5, 4) + "</g>\n";
  auto const height = share_of(*bar.value, whole) * plot_height;
  if (height > 0) text += column_at(place, "bar", plot_bottom - height, height);
  return text + standing_interval(bar, place, whole) + "</g>\n";
}

std::string column_texts(Chart const& chart, double whole) {
  auto const count = chart.bars.size();
  auto const every = count <= few_columns ? 1 : (count + 5) / 6;
  std::string texts;
  for (std::size_t index = 0; index < count; ++index) {
    auto const& bar = chart.bars[index];
    auto const x = percent(place_of(index, count).middle);
    if (index % every == 0) {
      texts += fmt::format(R"(<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>)", x, plot_bottom + 18,
                           html_text(fitting(bar.tick.empty() ? bar.label : bar.tick)));
    }
    if (count > few_columns || !bar.value) continue;
    auto const top = plot_bottom - share_of(*bar.value + bar.margin, whole) * plot_height;
    texts += fmt::format(R"(<text class="value" x="{}" y="{:.1f}" text-anchor="middle">{}</text>)", x, top - 5,
                         html_text(short_text(*bar.value, chart.kind)));
  }
  return texts + "\n";
}

// Of a heat map, in pixels.
constexpr int field_height = 26;
constexpr int field_gap = 2;
constexpr int heat_top = 18;

double darkest_of(HeatMap const& map) {
  double darkest = 0;
  for (auto const& row : map.fields) {
    for (auto const& field : row) darkest = std::max(darkest, field.value.value_or(0));
  }
  return darkest;
}

// Behind a text it stays pale enough for that to be read.
double opacity_of(double value, double darkest, bool has_text) {
  return (has_text ? 0.04 + 0.3 * share_of(value, darkest) : 0.08 + 0.92 * share_of(value, darkest));
}

std::string heat_words(HeatMap const& map) {
  std::vector<std::string> words;
  for (std::size_t row = 0; row < map.rows.size(); ++row) {
    for (std::size_t column = 0; column < map.columns.size(); ++column) {
      auto const& field = map.fields.at(row).at(column);
      if (!field.text.empty())
        words.push_back(fmt::format("{} {}: {}", map.rows[row], map.columns[column], field.text));
    }
  }
  return join(words, "; ");
}

std::string heat_field(HeatMap const& map, std::size_t row, std::size_t column, double darkest) {
  auto const& field = map.fields.at(row).at(column);
  if (field.text.empty()) return {};
  bool const has_text = map.columns.size() <= few_columns;
  auto const width = 1.0 / static_cast<double>(map.columns.size());
  auto const left = width * static_cast<double>(column);
  auto const top = heat_top + static_cast<int>(row) * field_height;
  auto drawn = fmt::format("<g><title>{}</title>",
                           html_text(fmt::format("{} {}: {}", map.rows[row], map.columns[column], field.text)));
  drawn += fmt::format(
      R"(<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"{}/>)", field.value ? "bar" : "unknown",
      percent(left + width * 0.03), top, percent(width * 0.94), field_height - field_gap,
      field.value ? fmt::format(R"( fill-opacity="{:.2f}")", opacity_of(*field.value, darkest, has_text)) : "");
  if (has_text && field.value) {
    drawn += fmt::format(R"(<text class="tick field" x="{}" y="{}" text-anchor="middle">{}</text>)",
                         percent(left + width / 2), top + 16, html_text(short_text(*field.value, Kind::percentage)));
  }
  return drawn + "</g>\n";
}

std::string heat_labels(HeatMap const& map) {
  auto const count = map.columns.size();
  auto const every = count <= few_columns ? 1 : (count + 5) / 6;
  std::string texts;
  for (std::size_t column = 0; column < count; column += every) {
    texts += fmt::format(R"(<text class="tick" x="{}" y="10" text-anchor="middle">{}</text>)",
                         percent((static_cast<double>(column) + 0.5) / static_cast<double>(count)),
                         html_text(map.columns[column]));
  }
  for (std::size_t row = 0; row < map.rows.size(); ++row) {
    texts += fmt::format(R"(<text class="tick" x="-8" y="{}" text-anchor="end">{}</text>)",
                         heat_top + static_cast<int>(row) * field_height + 16, html_text(map.rows[row]));
  }
  return texts + "\n";
}

std::size_t index_of(Sheet const& sheet, std::string const& key) {
  for (std::size_t index = 0; index < sheet.columns.size(); ++index) {
    if (sheet.columns[index].key == key) return index;
  }
  throw std::logic_error("a sheet without a column " + key);
}

std::size_t first_shown(Sheet const& sheet) {
  std::size_t index = 0;
  while (index + 1 < sheet.columns.size() && !sheet.columns[index].where.table) ++index;
  return index;
}

std::optional<double> number_of(Cell const& cell) {
  if (auto const* whole = std::get_if<long>(&cell.value())) return static_cast<double>(*whole);
  if (auto const* real = std::get_if<double>(&cell.value())) return *real;
  return std::nullopt;
}

}  // namespace

std::vector<Bar> bars_of(Sheet const& sheet, std::string const& value, std::string const& margin) {
  auto const label_at = first_shown(sheet);
  auto const value_at = index_of(sheet, value);
  std::vector<Bar> bars;
  bars.reserve(sheet.rows.size());
  for (auto const& row : sheet.rows) {
    Bar bar{text_for_people(sheet.columns[label_at], row[label_at]), number_of(row[value_at])};
    bar.text = bar.value ? text_for_pages(sheet.columns[value_at], row[value_at]) : "not enough data";
    if (bar.value && !margin.empty()) {
      auto const margin_at = index_of(sheet, margin);
      bar.margin = number_of(row[margin_at]).value_or(0);
      bar.text += " ± " + text_for_pages(sheet.columns[margin_at], row[margin_at]);
    }
    bars.push_back(std::move(bar));
  }
  return bars;
}

std::string svg_bars(Chart const& chart) {
  auto const whole = largest_of(chart.bars);
  auto drawn = begin_svg(chart, "bars", static_cast<long>(chart.bars.size()) * line_height);
  int top = 0;
  for (auto const& bar : chart.bars) {
    drawn += lying_bar(bar, whole, top);
    top += line_height;
  }
  return drawn + "</svg>\n";
}

std::string svg_columns(Chart const& chart) {
  auto const whole = round_ceiling(largest_of(chart.bars), chart.kind);
  auto drawn = begin_svg(chart, "columns", columns_height) + axis(whole, chart.kind);
  for (std::size_t index = 0; index < chart.bars.size(); ++index) {
    drawn += standing_bar(chart.bars[index], place_of(index, chart.bars.size()), whole);
  }
  return drawn + column_texts(chart, whole) + "</svg>\n";
}

std::string svg_heat_map(HeatMap const& map) {
  auto const darkest = darkest_of(map);
  auto const height = heat_top + static_cast<long>(map.rows.size()) * field_height;
  auto drawn = begin_svg(map.id, map.title, heat_words(map), "heat", height) + heat_labels(map);
  for (std::size_t row = 0; row < map.rows.size(); ++row) {
    for (std::size_t column = 0; column < map.columns.size(); ++column) drawn += heat_field(map, row, column, darkest);
  }
  return drawn + "</svg>\n";
}

}  // namespace proactive::cli
