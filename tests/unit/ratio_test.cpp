#include "domain/ratio.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

#include "domain/statistics/ratio.hpp"
#include "support/ratio_facts.hpp"

using namespace proactive;

namespace {

using test::facts_of;
using test::User;

// People differ in how many messages they get and in how willingly they answer.
std::vector<User> population(std::mt19937_64& random, int users) {
  std::vector<User> people;
  for (int i = 0; i < users; ++i) {
    auto const messages = 1 + static_cast<int>(random() % 14);
    double const willing = random() % 2 == 0 ? 0.1 : 0.7;
    User user{static_cast<double>(messages), 0};
    for (int m = 0; m < messages; ++m) user.answers += std::bernoulli_distribution(willing)(random) ? 1 : 0;
    people.push_back(user);
  }
  return people;
}

}  // namespace

TEST_CASE("the interval of a rate counts users: of two alike groups one in twenty seems to differ") {
  std::mt19937_64 random(7);
  int differ = 0;
  int naive = 0;
  constexpr int comparisons = 2000;
  for (int i = 0; i < comparisons; ++i) {
    auto const a = facts_of(population(random, 200));
    auto const b = facts_of(population(random, 200));
    auto const one = ratio_of(a).value();
    auto const other = ratio_of(b).value();
    auto const gap = std::abs(one.rate - other.rate);
    differ += gap > std::hypot(one.margin, other.margin) ? 1 : 0;
    // As if each message were of another user.
    auto const of_messages = [](RatioFacts const& facts, double rate) {
      return 1.96 * std::sqrt(rate * (1 - rate) / facts.messages);
    };
    naive += gap > std::hypot(of_messages(a, one.rate), of_messages(b, other.rate)) ? 1 : 0;
  }
  CHECK(differ > comparisons * 3 / 100);
  CHECK(differ < comparisons * 7 / 100);
  CHECK(naive > comparisons * 20 / 100);
}

TEST_CASE("there is no rate of few users, nor of no messages") {
  std::mt19937_64 random(1);
  CHECK_FALSE(ratio_of(facts_of(population(random, 19))));
  CHECK(ratio_of(facts_of(population(random, 20))));
  CHECK_FALSE(ratio_of({}));
  CHECK_FALSE(ratio_of({.users = 100}));
}

TEST_CASE("users who are all alike leave no doubt") {
  auto const ratio = ratio_of(facts_of(std::vector<User>(30, {2, 1}))).value();
  CHECK(ratio.rate == doctest::Approx(0.5));
  CHECK(ratio.margin == doctest::Approx(0));
}

// x = messages, y = answers: a mean of 2 and 1, variances 1 and 1, covariance 0.5, so (1 - 2 * 0.5 * 0.5 + 0.25) / 4.
TEST_CASE("a ratio as a mean over users, by hand") {
  auto const users = statistics::ratio({3, 2, 1, 1, 1, 0.5}).value();
  CHECK(users.users == 3);
  CHECK(users.mean == doctest::Approx(0.5));
  CHECK(users.variance == doctest::Approx(0.75 / 4));
}

TEST_CASE("there is no ratio to nothing") {
  CHECK_FALSE(statistics::ratio({}));
  CHECK_FALSE(statistics::ratio({1, 2, 1, 0, 0, 0}));
  CHECK_FALSE(statistics::ratio({10, 0, 0, 0, 0, 0}));
  CHECK_FALSE(statistics::ratio({10, std::nan(""), 1, 1, 1, 0}));
  CHECK_FALSE(statistics::ratio({10, 1, 1, 1, std::nan(""), 0}));
}
