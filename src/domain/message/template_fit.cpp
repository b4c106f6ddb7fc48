#include "domain/message/template_fit.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <set>
#include <utility>

#include "base/language.hpp"
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

// Values as any pair may have them, which no message is refused for.
constexpr char const* sample_companion = "Mia";
std::vector<ValueRange> sample_values(std::string const& language) {
  std::vector<ValueRange> samples;
  for (auto const& [variable, value] :
       std::to_array<std::pair<Variable, char const*>>({{Variable::user, "Sam"},
                                                        {Variable::companion, sample_companion},
                                                        {Variable::memory, "tea"},
                                                        {Variable::interest, "tea"}})) {
    samples.push_back({variable, value, value});
  }
  if (auto const words = day_words(language)) {
    for (auto const word : words->all()) {
      if (word.empty()) continue;
      samples.push_back({Variable::time_of_day, std::string{word}, std::string{word}});
      break;
    }
  }
  return samples;
}

struct JudgedMessage {
  std::string text;
  std::vector<DraftFault> faults;
};

// One for each choice of which variables have a value. Lengths are left to never_fits().
std::vector<JudgedMessage> judged_messages(TemplateBody const& body, std::string const& language,
                                           RefusedPhrases const& phrases) {
  constexpr MessageLimits any_length{0, 4000};
  Brief brief;
  brief.language = language;
  brief.companion_name = sample_companion;
  auto const samples = sample_values(language);
  std::set<std::string> texts;
  for (unsigned choice = 0; choice < 1U << samples.size(); ++choice) {
    if (auto filled = body.filled(chosen(samples, choice, &ValueRange::shortest)))
      texts.insert(std::move(filled->text));
  }
  std::vector<JudgedMessage> judged;
  judged.reserve(texts.size());
  for (auto const& text : texts)
    judged.push_back({text, review(text, brief, any_length, phrases, {.repetition = false, .time_of_day = false})});
  return judged;
}

// A template's language is what is said of it: a run does not judge it.
bool is_refused(DraftFault fault) { return fault != DraftFault::language; }

// What the review refuses of them, and what to do about it.
std::optional<std::string> refused_text(std::vector<JudgedMessage> const& judged) {
  std::vector<std::string> reasons;
  std::string example;
  std::size_t refused = 0;
  for (auto const& message : judged) {
    if (std::ranges::none_of(message.faults, is_refused)) continue;
    ++refused;
    if (example.empty()) example = message.text;
    for (auto const fault : message.faults) {
      if (auto const reason = fault_text(fault, message.text);
          is_refused(fault) && std::ranges::find(reasons, reason) == reasons.end())
        reasons.push_back(reason);
    }
  }
  if (refused == 0) return std::nullopt;
  auto const whose = refused == judged.size()
                         ? std::string{"its messages"}
                         : fmt::format("some of its messages, such as \"{}\",", shortened(example, 60));
  return fmt::format("{} would be refused by every run, because {}: say it without that", whose,
                     join(reasons, " and "));
}

std::optional<std::string> language_doubt(std::vector<JudgedMessage> const& judged, std::string const& language) {
  bool const is_other = !judged.empty() && std::ranges::all_of(judged, [](JudgedMessage const& message) {
    return std::ranges::find(message.faults, DraftFault::language) != message.faults.end();
  });
  if (!is_other) return std::nullopt;
  auto const found = language_found_in(judged.front().text);
  return fmt::format("it reads as {}, not as {}, and those who read {} would get it: add it in its own language",
                     found.value_or("another language"), language, language);
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

BodyReview review_body(std::string const& body, std::string const& language, MessageLimits const& limits,
                       RefusedPhrases const& phrases) {
  TemplateBody const read(body);
  if (!read.faults().empty()) return {read.faults()};
  BodyReview reviewed;
  if (auto fault = never_fits(read, language, limits)) reviewed.faults.push_back(*fault);
  auto const judged = judged_messages(read, language, phrases);
  if (auto fault = refused_text(judged)) reviewed.faults.push_back(*fault);
  reviewed.doubt = language_doubt(judged, language);
  return reviewed;
}

}  // namespace proactive
