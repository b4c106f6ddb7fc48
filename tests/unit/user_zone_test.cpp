#include "domain/user_zone.hpp"

#include <doctest/doctest.h>

using namespace proactive;

TEST_CASE("a zone that is only the default is never told as the user's") {
  auto const at = parse_instant("2026-03-02T12:00:00Z").value();
  PairFacts facts;
  facts.timezone = "Europe/Berlin";
  CareSettings care;
  struct Case {
    bool is_known;
    UnknownZone unknown;
    std::string time;
    std::string zone;
  };
  for (auto const& [is_known, unknown, time, zone] :
       {Case{true, UnknownZone::activity, "2026-03-02 13:00 in Europe/Berlin", "Europe/Berlin"},
        Case{false, UnknownZone::activity, "time zone unknown, by activity", "Europe/Berlin by default"},
        Case{false, UnknownZone::by_default, "time zone unknown, 2026-03-02 13:00 in Europe/Berlin by default",
             "Europe/Berlin by default"},
        Case{false, UnknownZone::never, "time zone unknown", "Europe/Berlin by default"}}) {
    facts.zone_known = is_known;
    care.unknown_timezone = unknown;
    CHECK(time_in_words(at, user_zone(facts, care)) == time);
    CHECK(zone_in_words(user_zone(facts, care)) == zone);
  }
}
