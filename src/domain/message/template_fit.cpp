#include "domain/message/template_fit.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <limits>

#include "base/text.hpp"
#include "domain/message/length.hpp"
#include "domain/message/part_of_day.hpp"

namespace proactive {

namespace {

// The shortest and the longest that a variable's value can be.
struct ValueRange {
  Variable variable;
  std::string shortest;
  std::string longest;
};

// What writers take for a value: names and interests have bounds, a memory has at least three characters.
std::vector<ValueRange> value_ranges(std::string const& language, MessageLimits const& limits) {
  constexpr std::size_t longest_name = 30;
  constexpr std::size_t longest_interest = 40;
  auto const whole = std::string(static_cast<std::size_t>(limits.max_length), 'x');
  std::vector<ValueRange> ranges{{Variable::user, "x", std::string(longest_name, 'x')},
                                 {Variable::companion, "x", whole},
                                 {Variable::memory, "xxx", whole},
                                 {Variable::interest, "x", std::string(longest_interest, 'x')}};
  if (auto const words = day_words(language)) {
    auto const all = words->all();
    auto const [shortest, longest] =
        std::ranges::minmax(all, {}, [](std::string_view word) { return grapheme_count(word); });
    ranges.push_back({Variable::time_of_day, std::string{shortest}, std::string{longest}});
  }
  return ranges;
}

// Each choice of which variables have a value: with the values at their shortest or longest.
TemplateValues chosen(std::vector<ValueRange> const& ranges, unsigned choice, std::string ValueRange::*extreme) {
  TemplateValues values;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    if ((choice >> i & 1U) != 0) values[ranges[i].variable] = ranges[i].*extreme;
  }
  return values;
}

std::string characters(std::size_t count) { return counted_noun(static_cast<long>(count), "character"); }

}  // namespace

std::optional<std::string> never_fits(TemplateBody const& body, std::string const& language,
                                      MessageLimits const& limits) {
  auto const ranges = value_ranges(language, limits);
  auto const most_allowed = static_cast<std::size_t>(limits.max_length);
  auto least = std::numeric_limits<std::size_t>::max();
  std::size_t most = 0;
  for (unsigned choice = 0; choice < 1U << ranges.size(); ++choice) {
    auto const shortest = body.filled(chosen(ranges, choice, &ValueRange::shortest));
    if (!shortest) continue;
    auto const length = grapheme_count(shortest->text);
    least = std::min(least, length);
    if (length > most_allowed) continue;
    auto const longest = grapheme_count(body.filled(chosen(ranges, choice, &ValueRange::longest))->text);
    if (longest >= least_length(shortest->text, limits.min_length)) return std::nullopt;
    most = std::max(most, longest);
  }
  if (least == std::numeric_limits<std::size_t>::max())
    return "no values can fill it: time_of_day has words in few languages, and a section leaves out what has no value";
  if (least > most_allowed) return fmt::format("it has {} at least, of at most {}", characters(least), most_allowed);
  return fmt::format("it has {} at most, of at least {}", characters(most), limits.min_length);
}

std::vector<std::string> body_faults(std::string const& body, std::string const& language,
                                     MessageLimits const& limits) {
  TemplateBody const read(body);
  auto faults = read.faults();
  if (!faults.empty()) return faults;
  if (auto fault = never_fits(read, language, limits)) faults.push_back(*fault);
  return faults;
}

}  // namespace proactive
