#include "base/time.hpp"

#include <doctest/doctest.h>

using namespace proactive;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

Instant at(std::string const& text) {
  CAPTURE(text);
  auto const instant = parse_instant(text);
  REQUIRE(instant);
  return *instant;
}

}  // namespace

TEST_CASE("instants are read as people and PostgreSQL write them") {
  struct Case {
    char const* text;
    char const* utc;
  };
  for (auto const& [text, utc] :
       {Case{"2026-03-01T09:00:00Z", "2026-03-01T09:00:00Z"}, Case{"2026-03-01", "2026-03-01T00:00:00Z"},
        Case{"2026-03-01 09:00", "2026-03-01T09:00:00Z"}, Case{"2026-03-01t09:00z", "2026-03-01T09:00:00Z"},
        Case{"2026-03-01 09:00:00+00", "2026-03-01T09:00:00Z"},
        Case{"2026-03-01T09:00:00+05:30", "2026-03-01T03:30:00Z"},
        Case{"2026-03-01T09:00:00-0330", "2026-03-01T12:30:00Z"},
        Case{"2026-03-01T01:00:00+14", "2026-02-28T11:00:00Z"}, Case{"2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"},
        Case{"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"}}) {
    CHECK(format_instant(at(text)) == utc);
  }
  CHECK(at("2026-11-23 06:20:00.123456+00").time_since_epoch().count() % 1'000'000 == 123'456);
  CHECK(at("2026-11-23T06:20:00.5Z") - at("2026-11-23T06:20:00Z") == std::chrono::milliseconds{500});
  CHECK(format_instant(at("2026-11-23T06:20:00.123456Z"), true) == "2026-11-23T06:20:00.123Z");
}

TEST_CASE("what is no instant is refused") {
  for (auto const* text : {"",
                           " ",
                           "garbage",
                           "2026",
                           "2026-13-01",
                           "2026-02-29",
                           "2026-00-10",
                           "2026-01-32",
                           "2026-1-1",
                           "2026-03-01T",
                           "2026-03-01T9:00",
                           "2026-03-01T24:00",
                           "2026-03-01T10:60",
                           "2026-03-01T10:00:60",
                           "2026-03-01T10:00:00.",
                           "2026-03-01T10:00:00+",
                           "2026-03-01T10:00+1",
                           "2026-03-01T10:00:00Zx",
                           " 2026-03-01",
                           "2026-03-01 ",
                           "1969-12-31",
                           "1970-01-01T00:30:00+01:00",
                           "9999-12-31T23:30:00-01:00",
                           "0000-01-01",
                           "20260301",
                           "infinity",
                           "-infinity",
                           "now",
                           "2026-03-01T10:00:00+99",
                           "2026-03-01T10:00:00.1234567890123Z",
                           "١٢٣٤-٠١-٠١",
                           "12026-01-01"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_instant(text));
  }
  CHECK_FALSE(parse_instant(std::string_view{"2026-03-01\0", 11}));
}

TEST_CASE("durations") {
  CHECK(parse_duration("90s") == seconds{90});
  CHECK(parse_duration("5m") == seconds{300});
  CHECK(parse_duration("24h") == seconds{86400});
  CHECK(parse_duration("7d") == seconds{7 * 86400});
  CHECK(parse_duration("2w") == seconds{14 * 86400});
  CHECK(parse_duration("0d") == seconds{0});
  for (auto const* text :
       {"", "d", "7", "-1d", "+1d", "1.5h", "1dd", " 1d", "1d ", "1y", "4000d", "99999999999999999999d"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_duration(text));
  }
}

TEST_CASE("whole hours are rounded down, also below zero") {
  auto const noon = at("2026-03-02T12:00:00Z");
  CHECK(whole_hours(noon - seconds{7199}, noon) == 1);
  CHECK(whole_hours(noon - seconds{7200}, noon) == 2);
  CHECK(whole_hours(noon, noon) == 0);
  CHECK(whole_hours(noon + seconds{1}, noon) == -1);
}

TEST_CASE("time zones are those of the IANA data, and nothing that looks alike") {
  for (auto const* zone : {"UTC", "Europe/Berlin", "Asia/Kathmandu", "America/Argentina/Buenos_Aires"})
    CHECK(is_time_zone(zone));
  for (auto const* zone : {"", "Berlin7", "Europe/Atlantis", "../../etc/passwd", "europe/berlin ", "GMT+25"}) {
    CAPTURE(zone);
    CHECK_FALSE(is_time_zone(zone));
  }
}

TEST_CASE("local days across clock changes") {
  auto const length = [](char const* instant, char const* zone) {
    auto const day = local_day(at(instant), zone);
    return std::chrono::duration_cast<hours>(day.end - day.begin).count();
  };
  CHECK(length("2026-03-29T12:00:00Z", "Europe/Berlin") == 23);
  CHECK(length("2026-10-25T12:00:00Z", "Europe/Berlin") == 25);
  CHECK(length("2026-06-01T12:00:00Z", "Asia/Kathmandu") == 24);
  // Beirut's clocks jump at midnight: its 29 March begins at one o'clock.
  CHECK(local_day(at("2026-03-29T12:00:00Z"), "Asia/Beirut").begin == at("2026-03-28T22:00:00Z"));
  CHECK(local_hour(at("2026-03-28T22:00:00Z"), "Asia/Beirut") == 1);
}

TEST_CASE("the same time one day later, in a gap and in a fold") {
  CHECK(next_local_day(at("2026-03-28T01:30:00Z"), "Europe/Berlin") ==
        at("2026-03-29T01:00:00Z"));  // 02:30 does not exist
  CHECK(next_local_day(at("2026-10-24T00:30:00Z"), "Europe/Berlin") ==
        at("2026-10-25T00:30:00Z"));  // the first of two 02:30
  CHECK(next_local_day(at("2026-06-01T12:00:00Z"), "UTC") == at("2026-06-02T12:00:00Z"));
}

TEST_CASE("local clock times") {
  CHECK(format_local(at("2026-03-02T12:00:00Z"), "Asia/Kathmandu") == "2026-03-02 17:45");
  CHECK(local_hour(at("2026-03-02T23:30:00Z"), "Asia/Tokyo") == 8);
}
