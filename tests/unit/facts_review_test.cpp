#include <doctest/doctest.h>

#include <tuple>

#include "domain/adapter/facts_review.hpp"
#include "support/facts.hpp"

using namespace proactive;
using test::friendly_facts;
using test::hours_before;
using test::noon;

namespace {

using Facts = std::vector<PairFacts>;

std::set<std::string> const all_columns{"stage", "intimacy", "trust"};

// So many pairs of which nothing is to be said.
Facts ordinary(std::size_t count) {
  auto facts = friendly_facts();
  facts.user_name = "Sam";
  facts.companion_name = "Luna";
  facts.language = "en";
  facts.since = hours_before(noon, 1000);
  facts.memory_importance = 7;
  return Facts(count, facts);
}

Finding only_finding(Facts const& facts, std::set<std::string> const& columns = all_columns) {
  auto const findings = review_facts(facts, columns, noon);
  REQUIRE(findings.size() == 1);
  return findings.front();
}

bool says(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("nothing is to be said of ordinary facts, nor of none") {
  CHECK(review_facts(ordinary(3), all_columns, noon).empty());
  CHECK(review_facts({}, all_columns, noon).empty());
}

TEST_CASE("words that are no stage are counted, and the CASE for them is written") {
  auto facts = ordinary(4);
  facts[0].stage_name = "buddy";
  facts[1].stage_name = "buddy";
  facts[2].stage_name = "so'ul";
  auto const found = only_finding(facts);
  CHECK(found.state == FindingState::failure);
  CHECK(found.subject == "stage");
  CHECK(says(found.detail, "\"buddy\" (2), \"so'ul\" (1)"));
  CHECK(says(found.detail, "CASE stage WHEN 'buddy' THEN '...'"));
  CHECK(says(found.detail, "END with stranger, acquaintance, friend, close_friend, intimate or partner"));
  CHECK(review_facts(facts, {"intimacy", "trust"}, noon).empty());  // a column that the app has not
}

TEST_CASE("one in a hundred is an accident, and so is one or two of many; more is a mistake") {
  for (auto const& [pairs, wrong, state] :
       {std::tuple{100, 1, FindingState::warning}, std::tuple{100, 3, FindingState::failure},
        std::tuple{20, 1, FindingState::warning}, std::tuple{19, 1, FindingState::failure},
        std::tuple{40, 2, FindingState::warning}, std::tuple{39, 2, FindingState::failure},
        std::tuple{1000, 10, FindingState::warning}, std::tuple{1000, 11, FindingState::failure}}) {
    auto facts = ordinary(static_cast<std::size_t>(pairs));
    for (int i = 0; i < wrong; ++i) facts[static_cast<std::size_t>(i)].stage_name = "?";
    CAPTURE(pairs);
    CAPTURE(wrong);
    CHECK(only_finding(facts).state == state);
  }
}

TEST_CASE("scales from 0 to 100 and from 0 to 1 are recognised") {
  auto facts = ordinary(2);
  facts[0].intimacy = 85;
  CHECK(says(only_finding(facts).detail, "1 value is outside 0 to 10: it looks like a scale from 0 to 100"));
  CHECK(says(only_finding(facts).detail, "divide it by 10.0"));
  facts[1].intimacy = 850;
  CHECK(says(only_finding(facts).detail, "2 values are outside 0 to 10: bring it to a scale from 0 to 10"));
  facts = ordinary(2);
  facts[0].trust = -1;
  CHECK(only_finding(facts).subject == "trust");
  facts = ordinary(2);
  facts[0].trust = 0.4;
  facts[1].trust = 1;
  CHECK(only_finding(facts).state == FindingState::failure);
  CHECK(says(only_finding(facts).detail, "scale from 0 to 1: multiply it by 10"));
  facts[1].trust = 1.5;  // from 0 to 10 after all
  CHECK(review_facts(facts, all_columns, noon).empty());
  facts = ordinary(2);
  for (auto& pair : facts) pair.memory_importance = 0.9;
  CHECK(only_finding(facts).subject == "memory_importance");
  facts = ordinary(2);
  for (auto& pair : facts) pair.intimacy = 0.5;
  CHECK(review_facts(facts, {"stage"}, noon).empty());
}

TEST_CASE("whole numbers from 0 to 1 are low levels, not a scale") {
  auto facts = ordinary(2);
  facts[0].intimacy = 0;
  facts[1].intimacy = 1;
  CHECK(review_facts(facts, all_columns, noon).empty());
}

TEST_CASE("times in the future are those of a wrong zone, times long ago of a wrong unit") {
  struct Time {
    char const* name;
    void (*set)(PairFacts&, Instant);
  };
  for (auto const& [name, set] :
       {Time{"since", [](PairFacts&facts, Instant at) { facts.since = at; }},
        Time{"user_wrote_at", [](PairFacts&facts, Instant at) { facts.user_wrote_at = at; }},
        Time{"user_wrote_any_at", [](PairFacts&facts, Instant at) { facts.user_wrote_any_at = at; }},
        Time{"companion_wrote_at", [](PairFacts&facts, Instant at) { facts.companion_wrote_at = at; }},
        Time{"last_interaction", [](PairFacts&facts, Instant at) { facts.last_interaction = at; }},
        Time{"mood_at", [](PairFacts&facts, Instant at) {
               facts.mood = Mood{"calm", 5, at};
             }}}) {
    CAPTURE(std::string{name});
    auto facts = ordinary(2);
    set(facts[0], noon + std::chrono::hours{2});
    auto const future = only_finding(facts);
    CHECK(future.subject == name);
    CHECK(future.state == FindingState::failure);
    CHECK(says(future.detail, "1 time is in the future"));
    CHECK(says(future.detail, "AT TIME ZONE"));
    set(facts[0], Instant{std::chrono::hours{490}});  // milliseconds read as such of 1970
    CHECK(says(only_finding(facts).detail, "1 time is before the year 2000"));
    CHECK(says(only_finding(facts).detail, "to_timestamp(x / 1000.0)"));
    set(facts[0], noon + std::chrono::minutes{5});  // clocks differ a little
    CHECK(review_facts(facts, all_columns, noon).empty());
  }
}

TEST_CASE("times of odd rows are told with their pairs, and are no failure") {
  auto const& year = std::chrono::hours{24 * 366};
  for (auto const& [at, when] : {std::pair{noon + 900 * year, "1 time is in the future: correct these rows"},
                                 std::pair{Instant{std::chrono::hours{-490}}, "1 time is before the year 2000"}}) {
    auto facts = ordinary(84);
    facts[7].pair = {"odd", "luna"};
    facts[7].user_wrote_at = at;
    auto const few = only_finding(facts);
    CHECK(few.state == FindingState::warning);
    CHECK(says(few.detail, when));
    CHECK(says(few.detail, "user odd with companion luna"));
    for (std::size_t i = 0; i < 8; ++i) facts[i].user_wrote_at = at;
    CHECK(only_finding(facts).state == FindingState::warning);
    CHECK(says(only_finding(facts).detail, " and 5 more"));
    facts[8].user_wrote_at = at;
    CHECK(only_finding(facts).state == FindingState::failure);
  }
}

TEST_CASE("few times that are a zone ahead are those of a wrong zone, since few users have just written") {
  auto facts = ordinary(84);
  facts[7].user_wrote_at = noon + std::chrono::hours{9};
  CHECK(only_finding(facts).state == FindingState::failure);
  CHECK(says(only_finding(facts).detail, "AT TIME ZONE"));
}

TEST_CASE("gaps are told with what happens instead, and harm nobody") {
  auto facts = ordinary(3);
  facts[0].user_name = "";
  facts[1].timezone = "";
  facts[2].timezone = "";
  auto const found = review_facts(facts, all_columns, noon);
  REQUIRE(found.size() == 2);
  for (auto const& finding : found) CHECK(finding.state == FindingState::warning);
  CHECK(found[0].detail == "1 of 3 pairs has no user_name: messages do not say it");
  CHECK(found[1].detail == "2 of 3 pairs have no known timezone: default_timezone is used");
}

TEST_CASE("wishes that cannot be read are told by name") {
  auto facts = ordinary(200);
  facts[0].unreadable_wishes = {"frequency"};
  CHECK(only_finding(facts).subject == "frequency");
  CHECK(only_finding(facts).state == FindingState::warning);
  CHECK(says(only_finding(facts).detail, "1 of 200 pairs has a value that cannot be read"));
  for (auto& pair : facts) pair.unreadable_wishes = {"frequency"};
  CHECK(only_finding(facts).state == FindingState::failure);
}

TEST_CASE("pairs without any sign of the user are never written to") {
  auto facts = ordinary(2);
  facts[0].user_wrote_at.reset();
  CHECK(review_facts(facts, all_columns, noon).empty());
  facts[0].since.reset();
  CHECK(only_finding(facts).subject == "silence");
  CHECK(only_finding(facts).state == FindingState::failure);
  CHECK(says(only_finding(facts).detail, "1 of 2 pairs has neither user_wrote_at"));
}
