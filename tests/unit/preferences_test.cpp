#include "domain/preferences.hpp"

#include <doctest/doctest.h>

using namespace proactive;

TEST_CASE("of two wishes the stricter holds, and one that is missing says nothing") {
  Preferences const none;
  Preferences const lenient{true, true, {*parse_quiet_hours("23:00-07:00")}, Frequency::normal, 5, 20, 2};
  Preferences const strict{false, false, {*parse_quiet_hours("12:00-14:00")}, Frequency::rarely, 1, 3, 48};

  for (auto const& both : {strictest(lenient, strict), strictest(strict, lenient)}) {
    CHECK(both.enabled == std::optional{false});
    CHECK(both.agreed == std::optional{false});
    CHECK(both.quiet_hours.size() == 2);
    CHECK(both.frequency == Frequency::rarely);
    CHECK(both.max_per_day == 1);
    CHECK(both.max_per_week == 3);
    CHECK(both.min_gap_hours == 48);
  }
  for (auto const& one : {strictest(lenient, none), strictest(none, lenient)}) {
    CHECK(one.enabled == std::optional{true});
    CHECK(one.agreed == std::optional{true});
    CHECK(one.quiet_hours.size() == 1);
    CHECK(one.frequency == Frequency::normal);
    CHECK(one.max_per_day == 5);
    CHECK(one.max_per_week == 20);
    CHECK(one.min_gap_hours == 2);
  }
  CHECK_FALSE(strictest(none, none).enabled);
  CHECK_FALSE(strictest(none, none).max_per_day);
}
