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
constexpr std::chrono::hours widest_zones{26};  // between the first and the last on earth

FindingState state_of(std::size_t wrong, std::size_t all) {
  return is_accident(wrong, all) ? FindingState::warning : FindingState::failure;
}

// A mistake of the adapter's unit or zone shows in most rows, so these few are odd by themselves.
FindingState state_of_rows(std::size_t wrong, std::size_t all) {
  return wrong * 10 <= all ? FindingState::warning : FindingState::failure;
}

std::string named(std::vector<Pair> pairs) {
  constexpr std::size_t most = 3;
  auto const more = pairs.size() > most ? fmt::format(" and {} more", pairs.size() - most) : std::string{};
  pairs.resize(std::min(pairs.size(), most));
  std::vector<std::string> texts;
  texts.reserve(pairs.size());
  for (auto const& pair : pairs) {
    texts.push_back(fmt::format("user {} with companion {}", printable(pair.user_id), printable(pair.companion_id)));
  }
  return join(texts, ", ") + more;
}

std::string counted(std::size_t count, std::string_view one, std::string_view several = {}) {
  return counted_noun(static_cast<long>(count), one, several);
}

// "3 of 1000 pairs have"
std::string share_having(std::size_t some, std::size_t all) {
  return fmt::format("{} of {} {}", some, counted(all, "pair"), some == 1 ? "has" : "have");
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
    findings.push_back({state_of(outside, known), name,
                        fmt::format("{} outside 0 to 10: {}", counted(outside, "value is", "values are"), hint)});
  } else if (has_fraction_below_one && largest <= 1) {
    findings.push_back(
        {FindingState::failure, name, "no value is above 1: it looks like a scale from 0 to 1: multiply it by 10"});
  }
}

using Time = std::optional<Instant> (*)(PairFacts const&);

void review_time(std::vector<PairFacts> const& facts, std::string const& name, Time time, Instant now,
                 std::vector<Finding>& findings) {
  std::vector<Pair> future;
  std::vector<Pair> ancient;
  std::size_t soon = 0;  // as far ahead as a wrong zone brings it: few users have just written, so few is no accident
  for (auto const& pair : facts) {
    auto const at = time(pair);
    if (!at) continue;
    if (*at > now + clock_tolerance) future.push_back(pair.pair);
    if (*at > now + clock_tolerance && *at <= now + widest_zones) ++soon;
    if (*at < year_2000) ancient.push_back(pair.pair);
  }
  auto const tell = [&](std::vector<Pair> const& pairs, FindingState state, std::string_view when,
                        std::string_view advice) {
    if (pairs.empty()) return;
    auto const text = fmt::format("{} {}", counted(pairs.size(), "time is", "times are"), when);
    findings.push_back({state, name,
                        state == FindingState::failure
                            ? fmt::format("{}: {}", text, advice)
                            : fmt::format("{}: correct these rows of the app, {}", text, named(pairs))});
  };
  tell(future, soon * 100 > facts.size() ? FindingState::failure : state_of_rows(future.size(), facts.size()),
       "in the future",
       "where a timestamp has no zone, say which one it holds (AT TIME ZONE 'UTC' is right only if the app writes "
       "UTC)");
  tell(ancient, state_of_rows(ancient.size(), facts.size()), "before the year 2000",
       "if they are numbers, see whether they count milliseconds (to_timestamp(x / 1000.0))");
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
                        fmt::format("{} a value that cannot be read, which counts as the strictest: return what "
                                    "proactive-adapter(7) says of {}, and NULL where nothing is wished",
                                    share_having(count, facts.size()), name)});
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
    findings.push_back({FindingState::warning, "gaps", fmt::format("{} no {}", share_having(missing, all), what)});
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
         fmt::format("{} neither user_wrote_at, last_interaction nor since, so that nobody is ever written to there: "
                     "return at least one of these",
                     share_having(signless, all))});
  }
}

}  // namespace

bool is_accident(std::size_t wrong, std::size_t all) {
  constexpr std::size_t odd = 2;
  return wrong * 100 <= all || (wrong <= odd && wrong * 20 <= all);
}

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
