#include "domain/adapter/facts_review.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.hpp"

namespace proactive {

namespace {

constexpr Instant year_2000{std::chrono::seconds{946'684'800}};
constexpr std::chrono::minutes clock_tolerance{5};

// More than one in a hundred is no accident.
FindingState state_of(std::size_t wrong, std::size_t all) {
  return wrong * 100 > all ? FindingState::failure : FindingState::warning;
}

// "CASE stage WHEN 'buddy' THEN 'friend' ... END"
void review_stages(std::vector<PairFacts> const& facts, std::vector<Finding>& findings) {
  std::map<std::string, std::size_t> unknown;
  std::size_t wrong = 0;
  for (auto const& pair : facts) {
    if (pair.stage()) continue;
    ++unknown[pair.stage_name];
    ++wrong;
  }
  if (unknown.empty()) return;
  std::vector<std::string> words;
  std::vector<std::string> cases;
  for (auto const& [word, count] : unknown) {
    auto const shown = printable(shortened(word, 40));
    words.push_back(fmt::format("\"{}\" ({})", shown, count));
    cases.push_back(fmt::format("WHEN '{}' THEN '...'", shown));
  }
  findings.push_back(
      {state_of(wrong, facts.size()), "stage",
       fmt::format("none of our six words are {}, so these pairs are refused: write CASE stage {} END with stranger, "
                   "acquaintance, friend, close_friend, intimate or partner",
                   join(words, ", "), join(cases, " "))});
}

using Number = std::optional<double> (*)(PairFacts const&);

void review_scale(std::vector<PairFacts> const& facts, std::string const& name, Number number,
                  std::vector<Finding>& findings) {
  std::size_t known = 0;
  std::size_t outside = 0;
  double largest = 0;
  bool has_fraction_below_one = false;
  for (auto const& pair : facts) {
    auto const value = number(pair);
    if (!value) continue;
    ++known;
    largest = std::max(largest, *value);
    outside += *value < 0 || *value > 10 ? 1U : 0U;
    has_fraction_below_one = has_fraction_below_one || (*value > 0 && *value < 1);
  }
  if (outside > 0) {
    auto const hint =
        largest <= 100 ? "it looks like a scale from 0 to 100: divide it by 10.0" : "bring it to a scale from 0 to 10";
    findings.push_back(
        {state_of(outside, known), name, fmt::format("{} values are outside 0 to 10: {}", outside, hint)});
  } else if (has_fraction_below_one && largest <= 1) {
    findings.push_back(
        {FindingState::failure, name, "no value is above 1: it looks like a scale from 0 to 1: multiply it by 10"});
  }
}

using Time = std::optional<Instant> (*)(PairFacts const&);

void review_time(std::vector<PairFacts> const& facts, std::string const& name, Time time, Instant now,
                 std::vector<Finding>& findings) {
  std::size_t future = 0;
  std::size_t ancient = 0;
  for (auto const& pair : facts) {
    auto const at = time(pair);
    if (!at) continue;
    future += *at > now + clock_tolerance ? 1U : 0U;
    ancient += *at < year_2000 ? 1U : 0U;
  }
  if (future > 0) {
    findings.push_back({state_of(future, facts.size()), name,
                        fmt::format("{} times are in the future: where a timestamp has no zone, say which one it holds "
                                    "(AT TIME ZONE 'UTC' is right only if the app writes UTC)",
                                    future)});
  }
  if (ancient > 0) {
    findings.push_back({state_of(ancient, facts.size()), name,
                        fmt::format("{} times are before the year 2000: if they are numbers, see whether they count "
                                    "milliseconds (to_timestamp(x / 1000.0))",
                                    ancient)});
  }
}

// They count as the strictest, so that many a user may never be written to. Of zones and languages the gaps tell.
void review_wishes(std::vector<PairFacts> const& facts, std::vector<Finding>& findings) {
  std::map<std::string, std::size_t> unreadable;
  for (auto const& pair : facts) {
    for (auto const& name : pair.unreadable_wishes) {
      if (name != "timezone" && name != "language") ++unreadable[name];
    }
  }
  for (auto const& [name, count] : unreadable) {
    findings.push_back({state_of(count, facts.size()), name,
                        fmt::format("{} of {} pairs have a value that cannot be read, which counts as the strictest: "
                                    "return what proactive-adapter(7) says of {}, and NULL where nothing is wished",
                                    count, facts.size(), name)});
  }
}

std::size_t count_without(std::vector<PairFacts> const& facts, std::string const& fallback,
                          std::string PairFacts::*member) {
  return static_cast<std::size_t>(
      std::count_if(facts.begin(), facts.end(), [&](PairFacts const& pair) { return pair.*member == fallback; }));
}

void review_gaps(std::vector<PairFacts> const& facts, std::vector<Finding>& findings) {
  auto const all = facts.size();
  auto const note = [&](std::size_t missing, std::string_view what) {
    if (missing == 0) return;
    findings.push_back({FindingState::warning, "gaps", fmt::format("{} of {} pairs have no {}", missing, all, what)});
  };
  note(count_without(facts, "", &PairFacts::user_name), "user_name: messages do not say it");
  note(count_without(facts, "", &PairFacts::companion_name), "companion_name: messages do not say it");
  note(count_without(facts, "", &PairFacts::language), "known language: default_language is used");
  note(count_without(facts, "", &PairFacts::timezone), "known timezone: default_timezone is used");
  auto const signless = static_cast<std::size_t>(std::count_if(facts.begin(), facts.end(), [](PairFacts const& pair) {
    return !pair.user_wrote_at && !pair.last_interaction && !pair.since;
  }));
  if (signless > 0) {
    findings.push_back(
        {state_of(signless, all), "silence",
         fmt::format("{} of {} pairs have neither user_wrote_at, last_interaction nor since, so they are never written "
                     "to: return at least one of them",
                     signless, all)});
  }
}

}  // namespace

std::vector<Finding> review_facts(std::vector<PairFacts> const& facts, std::set<std::string> const& columns,
                                  Instant now) {
  std::vector<Finding> findings;
  if (facts.empty()) return findings;
  if (columns.contains("stage")) review_stages(facts, findings);
  if (columns.contains("intimacy")) {
    review_scale(
        facts, "intimacy", [](PairFacts const& pair) { return std::optional{pair.intimacy}; }, findings);
  }
  if (columns.contains("trust")) {
    review_scale(
        facts, "trust", [](PairFacts const& pair) { return std::optional{pair.trust}; }, findings);
  }
  review_scale(
      facts, "memory_importance", [](PairFacts const& pair) { return pair.memory_importance; }, findings);
  review_time(
      facts, "since", [](PairFacts const& pair) { return pair.since; }, now, findings);
  review_time(
      facts, "user_wrote_at", [](PairFacts const& pair) { return pair.user_wrote_at; }, now, findings);
  review_time(
      facts, "user_wrote_any_at", [](PairFacts const& pair) { return pair.user_wrote_any_at; }, now, findings);
  review_time(
      facts, "companion_wrote_at", [](PairFacts const& pair) { return pair.companion_wrote_at; }, now, findings);
  review_time(
      facts, "last_interaction", [](PairFacts const& pair) { return pair.last_interaction; }, now, findings);
  review_time(
      facts, "mood_at", [](PairFacts const& pair) { return pair.mood ? std::optional{pair.mood->at} : std::nullopt; },
      now, findings);
  review_wishes(facts, findings);
  review_gaps(facts, findings);
  return findings;
}

}  // namespace proactive
