#include "domain/insight/engagement_tally.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/column.hpp"
#include "base/errors.hpp"
#include "store/engagement_bytes.hpp"
#include "support/ratio_facts.hpp"

using namespace proactive;

namespace {

struct Made {
  std::uint64_t user = 0;
  std::string key;
  bool is_answered = false;
  double seconds = 0;
};

std::vector<Made> made_of(std::mt19937_64& random, int users) {
  std::vector<Made> all;
  for (int user = 1; user <= users; ++user) {
    for (auto messages = random() % 7; messages > 0; --messages) {
      auto const luck = random() % 10;
      all.push_back({static_cast<std::uint64_t>(user), std::string(1, static_cast<char>('a' + random() % 4)), luck < 4,
                     static_cast<double>(luck * 100 + 1)});
    }
  }
  return all;
}

CountedEngagement counted(Made const& made) {
  CountedEngagement engagement;
  engagement.user = made.user;
  engagement.key = made.key;
  engagement.is_known = true;
  engagement.is_answered = made.is_answered;
  if (made.is_answered) engagement.seconds = made.seconds;
  return engagement;
}

// Users come in parts, as a database hands them over.
EngagementTally tally_of(std::vector<Made> const& all) {
  EngagementTally tally(TallyBy::key, Merging::yes);
  for (std::uint64_t part = 0; part < 3; ++part) {
    std::vector<CountedEngagement> engagements;
    for (auto const& made : all) {
      if (made.user % 3 == part) engagements.push_back(counted(made));
    }
    tally.add(engagements);
  }
  return tally;
}

// The same by the book: a list of users, and what is summed over it.
RatioFacts by_the_book(std::vector<Made> const& all, std::set<std::string> const& keys) {
  std::map<std::uint64_t, test::User> users;
  for (auto const& made : all) {
    if (!keys.contains(made.key)) continue;
    users[made.user].messages += 1;
    users[made.user].answers += made.is_answered ? 1 : 0;
  }
  return test::facts_of(column(users, [](auto const& user) { return user.second; }));
}

void check_same(RatioFacts const& found, RatioFacts const& expected) {
  CHECK(found.users == expected.users);
  CHECK(found.messages == expected.messages);
  CHECK(found.outcomes == expected.outcomes);
  CHECK(found.var_n == doctest::Approx(expected.var_n));
  CHECK(found.var_y == doctest::Approx(expected.var_y));
  CHECK(found.cov == doctest::Approx(expected.cov));
}

Instant at(long hours) { return Instant{std::chrono::hours{500'000 + hours}}; }

std::map<std::string, long> sent_by_number(std::vector<CountedEngagement> engagements) {
  EngagementTally tally(TallyBy::number_in_week, Merging::no);
  tally.add(engagements);
  std::map<std::string, long> sent;
  for (auto const& row : tally.rows().rows) sent[row.counted.key] = row.counted.counts.created;
  return sent;
}

CountedEngagement sent_at(long hours, bool is_before = false) {
  CountedEngagement engagement;
  engagement.user = 7;
  engagement.sent_at = at(hours);
  engagement.is_before = is_before;
  return engagement;
}

}  // namespace

TEST_CASE("users are the unit of what came of engagements, by key, of all, and of others") {
  std::mt19937_64 random{11};
  for (int users : {1, 2, 30, 400}) {
    CAPTURE(users);
    auto const all = made_of(random, users);
    auto const tally = tally_of(all);
    auto const rows = tally.rows();
    long created = 0;
    for (auto const& row : rows.rows) {
      REQUIRE(row.outcome);
      created += row.counted.counts.created;
      if (row.outcome->users > 1) check_same(row.outcome->responded, by_the_book(all, {row.counted.key}));
    }
    CHECK(created == static_cast<long>(all.size()));
    CHECK(rows.all.counted.counts.created == created);
    if (users < 30) continue;
    check_same(rows.all.outcome->responded, by_the_book(all, {"a", "b", "c", "d"}));
    auto const others = tally.others({"b", "d"});
    check_same(others.outcome->responded, by_the_book(all, {"a", "c"}));
    CHECK(others.counted.counts.sent == rows.rows[0].counted.counts.sent + rows.rows[2].counted.counts.sent);
  }
}

TEST_CASE("others of a user who got hundreds of messages") {
  std::vector<Made> all;
  for (int n = 0; n < 1100; ++n) all.push_back({1, n % 2 == 0 ? "a" : "b", n % 3 == 0, 5});
  for (int n = 0; n < 3; ++n) all.push_back({4, "b", true, 5});
  check_same(tally_of(all).others({}).outcome->responded, by_the_book(all, {"a", "b"}));
  check_same(tally_of(all).others({"a"}).outcome->responded, by_the_book(all, {"b"}));
}

TEST_CASE("times to the answer are told between two as PostgreSQL does") {
  std::vector<Made> all;
  for (int n = 1; n <= 4; ++n) all.push_back({static_cast<std::uint64_t>(n), n < 4 ? "a" : "b", true, n * 10.0});
  all.push_back({5, "a", false, 0});
  auto const tally = tally_of(all);
  auto const rows = tally.rows();
  CHECK(*rows.all.outcome->median == doctest::Approx(25));
  CHECK(*rows.all.outcome->p90 == doctest::Approx(37));
  CHECK(*rows.rows[0].outcome->median == doctest::Approx(20));
  CHECK(*tally.others({"a"}).outcome->p90 == doctest::Approx(40));
  CHECK_FALSE(tally.others({"a", "b"}).outcome);
}

TEST_CASE("messages are numbered within the 168 hours until each, equal times together") {
  CHECK(sent_by_number({sent_at(168), sent_at(0), sent_at(24)}) ==
        std::map<std::string, long>{{"1", 1}, {"2", 1}, {"3", 1}});
  CHECK(sent_by_number({sent_at(169), sent_at(0)}) == std::map<std::string, long>{{"1", 2}});
  CHECK(sent_by_number({sent_at(5), sent_at(5)}) == std::map<std::string, long>{{"2", 2}});
  CHECK(sent_by_number({sent_at(0, true), sent_at(5)}) == std::map<std::string, long>{{"2", 1}});
  CountedEngagement planned;
  planned.user = 7;
  planned.state = EngagementState::open;
  CHECK(sent_by_number({sent_at(5), planned}) == std::map<std::string, long>{{"1", 1}, {"none", 1}});
}

TEST_CASE("engagements are read from bytes") {
  std::vector<CountedEngagement> read;
  // An answered one (24) that was seen (32), after 1.5 s, by a key; one that failed (4), with an empty one.
  store::EngagementBytes const bytes(
      "\\x0000000000000738"
      "3ff8000000000000"
      "61c3a4"
      "00"
      "0000000000000804");
  bytes.read({}, read);
  REQUIRE(read.size() == 2);
  CHECK(read[0].user == 0x700);
  CHECK((read[0].is_known && read[0].is_answered && read[0].is_seen && !read[0].is_negative));
  CHECK(*read[0].seconds == doctest::Approx(1.5));
  CHECK(read[0].key == "a\xc3\xa4");
  CHECK(read[1].user == 0x800);
  CHECK(read[1].state == EngagementState::failed);
  CHECK(read[1].key.empty());

  store::EngagementBytes const timed("\\x0000000000000700000000000000000a");
  timed.read({.has_time = true}, read);
  CHECK(*read.at(0).sent_at == *parse_instant("2000-01-01T00:00:00.000010Z"));

  store::EngagementBytes const of_user("\\x00000000000007006300753100000000000008006400");
  of_user.read({.has_user = true}, read);
  CHECK(read.at(0).key == "c");
  CHECK(read.at(0).user_id == "u1");
  CHECK(read.at(1).user_id.empty());

  for (auto const* broken : {"\\x00", "\\x0000000000000718", "\\x0000000000000700000000000000000aff"}) {
    CAPTURE(broken);
    store::EngagementBytes const cut(broken);
    CHECK_THROWS_AS(cut.read({.has_time = true}, read), Error);
  }
}
