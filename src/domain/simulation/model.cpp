#include "domain/simulation/model.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <numeric>
#include <optional>

#include "base/text.hpp"
#include "base/time.hpp"
#include "domain/simulation/figures.hpp"

namespace proactive::simulation {

namespace {

constexpr int deepest_model = 6;
constexpr double most_rounding_of_shares = 1e-6;

std::string quoted_json(Json const& value) { return shortened(printable(to_line(value)), 60); }

std::optional<double> number_in(Json const& value, double lowest, double highest) {
  if (!value.is_number()) return std::nullopt;
  auto const number = value.get<double>();
  bool const is_allowed = std::isfinite(number) && number >= lowest && number <= highest;
  return is_allowed ? std::optional{number} : std::nullopt;
}

std::string range_text(double lowest, double highest) { return fmt::format("from {:g} to {:g}", lowest, highest); }

// Reads a model figure by figure, and notes what is wrong.
class ModelReader {
 public:
  explicit ModelReader(Json const& document) : document_(document) {}

  ModelReading read() {
    require_known({}, document_, {"id", "version", "title", "figures"});
    auto& model = reading_.model;
    model.id = text_of({}, document_, "id");
    model.version = text_of({}, document_, "version");
    model.title = text_of({}, document_, "title");
    auto const& figures = member(document_, "figures");
    if (!figures.is_object()) {
      problem("figures is no object: give one with a member for each figure");
      return std::move(reading_);
    }
    for (auto const& [name, figure] : figures.items()) require_figure(name);
    for (auto const& spec : figure_specs()) read_figure(spec, figures);
    return std::move(reading_);
  }

 private:
  void problem(std::string sentence) { reading_.problems.push_back(std::move(sentence)); }
  void not_allowed(std::string const& place, Json const& value, std::string_view allowed) {
    problem(fmt::format("{} {} is not allowed: use {}", place, quoted_json(value), allowed));
  }
  static std::string place_of(std::string_view figure, std::string_view key) {
    return figure.empty() ? std::string{key} : fmt::format("{} of {}", key, figure);
  }

  void require_known(std::string_view figure, Json const& object, std::initializer_list<std::string_view> known) {
    for (auto const& [name, value] : object.items()) {
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      problem(fmt::format("{} is unknown: correct its name or leave it out",
                          place_of(figure, printable(shortened(name, 40)))));
    }
  }

  void require_figure(std::string const& name) {
    auto const specs = figure_specs();
    bool const is_known = std::any_of(specs.begin(), specs.end(), [&](auto const& spec) { return spec.name == name; });
    if (is_known) return;
    problem(fmt::format("the figure {} is unknown: correct its name or leave it out", printable(shortened(name, 40))));
  }

  std::string text_of(std::string_view figure, Json const& object, std::string_view key) {
    auto text = member_text(object, key);
    if (trim(text).empty() || printable(text) != text)
      not_allowed(place_of(figure, key), member(object, key), "a line of text");
    return text;
  }

  void read_figure(FigureSpec const& spec, Json const& figures) {
    if (!figures.contains(spec.name))
      return problem(fmt::format("the figure {} is missing: each has to be said", spec.name));
    auto const& figure = member(figures, spec.name);
    if (!figure.is_object()) return not_allowed(std::string{spec.name}, figure, "an object with its value and basis");
    require_known(spec.name, figure,
                  {"value", "levels", "sources", "population", "assumption", "may_not_transfer", "note"});
    std::visit([&](auto field) { read_value(spec, member(figure, "value"), reading_.model.*field); }, spec.field);
    if (figure.contains("levels")) read_levels(spec, member(figure, "levels"));
    read_basis(spec, figure);
  }

  void read_value(FigureSpec const& spec, Json const& value, double& number) {
    auto const read = number_in(value, spec.lowest, spec.highest);
    if (!read) return not_allowed(std::string{spec.name}, value, "a number " + range_text(spec.lowest, spec.highest));
    number = *read;
  }

  void read_value(FigureSpec const& spec, Json const& value, std::vector<double>& numbers) {
    auto const form = fmt::format("a list of {} numbers {}", spec.count, range_text(spec.lowest, spec.highest));
    if (!value.is_array() || value.size() != spec.count) return not_allowed(std::string{spec.name}, value, form);
    numbers.reserve(spec.count);
    for (auto const& item : value) {
      auto const number = number_in(item, spec.lowest, spec.highest);
      if (!number) return not_allowed(std::string{spec.name}, item, form);
      numbers.push_back(*number);
    }
    if (spec.shape == Shape::ascending && !std::is_sorted(numbers.begin(), numbers.end()))
      not_allowed(std::string{spec.name}, value, "numbers of which none is below the one before it");
    auto const sum = std::accumulate(numbers.begin(), numbers.end(), 0.0);
    if (spec.shape == Shape::shares) require_whole(spec, sum);
    if (sum <= 0 && spec.lowest >= 0) not_allowed(std::string{spec.name}, value, "numbers of which one is above 0");
  }

  void read_value(FigureSpec const& spec, Json const& value, FigureSpec::Zones& zones) {
    if (!value.is_object() || value.empty())
      return not_allowed(std::string{spec.name}, value, "an object of time zones and their shares");
    double sum = 0;
    for (auto const& [zone, item] : value.items()) {
      auto const share = number_in(item, spec.lowest, spec.highest);
      if (!share) return not_allowed(place_of(spec.name, printable(shortened(zone, 40))), item, "a share from 0 to 1");
      if (!is_time_zone(zone)) return not_allowed(std::string{spec.name}, zone, "names such as Europe/Berlin");
      zones.emplace_back(zone, *share);
      sum += *share;
    }
    require_whole(spec, sum);
  }

  void require_whole(FigureSpec const& spec, double sum) {
    if (std::abs(sum - 1) > most_rounding_of_shares)
      problem(fmt::format("the shares of {} add up to {:g}: let them add up to 1", spec.name, sum));
  }

  void read_levels(FigureSpec const& spec, Json const& levels) {
    auto const* const field = std::get_if<double Model::*>(&spec.field);
    auto const axis = value_of<Axis>(member_text(levels, "axis"));
    auto const low = number_in(member(levels, "low"), spec.lowest, spec.highest);
    auto const high = number_in(member(levels, "high"), spec.lowest, spec.highest);
    if (levels.is_object()) require_known("levels of " + std::string{spec.name}, levels, {"axis", "low", "high"});
    if (field == nullptr || !axis || !low || !high) {
      return not_allowed(place_of(spec.name, "levels"), levels,
                         fmt::format("axis (one of {}), low and high (numbers {}) for a figure of one number",
                                     join(names<Axis>(), ", "), range_text(spec.lowest, spec.highest)));
    }
    reading_.model.alternatives.push_back({*field, *axis, *low, *high});
  }

  // Where a figure comes from: sources, an assumption with its range, or both where the sources tell no number.
  void read_basis(FigureSpec const& spec, Json const& figure) {
    text_of(spec.name, figure, "may_not_transfer");
    bool const has_sources = figure.contains("sources");
    bool const is_assumed = figure.contains("assumption");
    if (!has_sources && !is_assumed)
      problem(fmt::format("{} has no sources and is no assumption: say which it is", spec.name));
    if (has_sources) {
      text_of(spec.name, figure, "population");
      read_sources(spec, member(figure, "sources"));
    }
    auto& model = reading_.model;
    (is_assumed ? (has_sources ? model.guided : model.assumed) : model.published).emplace_back(spec.name);
    if (is_assumed) read_assumption(spec, member(figure, "assumption"));
  }

  void read_sources(FigureSpec const& spec, Json const& sources) {
    auto const place = place_of(spec.name, "a source");
    if (!sources.is_array() || sources.empty())
      return not_allowed(place_of(spec.name, "sources"), sources, "a list of at least one source");
    for (auto const& source : sources) {
      if (!source.is_object()) return not_allowed(place, source, "an object with title, year and says");
      require_known(place, source, {"title", "year", "url", "says", "read"});
      text_of(place, source, "title");
      text_of(place, source, "says");
      auto const& year = member(source, "year");
      if (!source.contains("year") || !(year.is_null() || year.is_number_integer()))
        not_allowed(place_of(place, "year"), year, "a year, or null where it is not told");
    }
  }

  void read_assumption(FigureSpec const& spec, Json const& assumption) {
    if (!assumption.is_object())
      return not_allowed(place_of(spec.name, "assumption"), assumption, "an object with range and why");
    auto const place = place_of(spec.name, "the assumption");
    require_known(place, assumption, {"range", "why"});
    text_of(place, assumption, "why");
    auto const& range = member(assumption, "range");
    bool const is_pair = range.is_array() && range.size() == 2 && range[0].is_number() && range[1].is_number();
    if (!is_pair || range[0].get<double>() > range[1].get<double>())
      return not_allowed(place_of(spec.name, "range"), range, "the lowest and the highest that is believable");
    require_within(spec, range[0].get<double>(), range[1].get<double>());
  }

  void require_within(FigureSpec const& spec, double lowest, double highest) {
    auto const& model = reading_.model;
    auto const is_within = [&](double value) { return value >= lowest && value <= highest; };
    auto const all_within = [&](auto field) {
      auto const& value = model.*field;
      if constexpr (std::is_same_v<decltype(field), double Model::*>) {
        return is_within(value);
      } else if constexpr (std::is_same_v<decltype(field), std::vector<double> Model::*>) {
        return std::all_of(value.begin(), value.end(), is_within);
      } else {
        return std::all_of(value.begin(), value.end(), [&](auto const& item) { return is_within(item.second); });
      }
    };
    if (std::visit(all_within, spec.field)) return;
    problem(fmt::format("{} is not within its range {}: correct one of them", spec.name, range_text(lowest, highest)));
  }

  Json const& document_;
  ModelReading reading_;
};

double at_level(double middle, Alternative const& alternative, Level level) {
  if (level == Level::middle) return middle;
  return level == Level::low ? alternative.low : alternative.high;
}

}  // namespace

ModelReading read_model(std::string_view text) {
  auto const document = parse_bounded(text, deepest_model);
  if (!document || !document->is_object()) return {{}, {"it is not an object in JSON"}};
  if (has_repeated_keys(text)) return {{}, {"a key stands twice in one object: leave one out"}};
  return ModelReader(*document).read();
}

Model at_levels(Model const& model, Level answer, Level fatigue, Level night) {
  std::array const levels{answer, fatigue, night};
  auto changed = model;
  for (auto const& alternative : model.alternatives) {
    auto& figure = changed.*alternative.figure;
    figure = at_level(figure, alternative, levels.at(static_cast<std::size_t>(alternative.axis)));
  }
  return changed;
}

}  // namespace proactive::simulation
