#include "base/time.hpp"

#include <doctest/doctest.h>

using namespace proactive;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

Instant at(std::string const& text) {
  CAPTURE(text);
  auto const instant = parse_instant(text);
  REQUIRE(instant);
  return *instant;
}

constexpr auto zones = {
    "UTC", "Europe/Berlin", "Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"};

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

TEST_CASE("what is written is read back, from 1970 to 9999") {
  auto const last = at("9999-12-31T00:00:00Z");
  for (auto instant = at("1970-01-01"); instant < last; instant += hours{24 * 97} + seconds{3607}) {
    auto const text = format_instant(instant);
    if (parse_instant(text) != instant) FAIL_CHECK(text);
  }
}

TEST_CASE("milliseconds are cut, not rounded") {
  CHECK(format_instant(at("2026-03-01T09:00:00.9999Z"), true) == "2026-03-01T09:00:00.999Z");
  CHECK(format_instant(at("2026-03-01T09:00:00.9999Z")) == "2026-03-01T09:00:00Z");
  CHECK(format_instant(at("2026-03-01T09:00:00Z"), true) == "2026-03-01T09:00:00.000Z");
}

TEST_CASE("leap years by the century's rule") {
  for (auto const* day : {"2000-02-29", "2024-02-29", "2400-02-29"}) CHECK(parse_instant(day));
  for (auto const* day : {"2023-02-29", "2100-02-29", "2024-02-30", "2026-04-31"}) CHECK_FALSE(parse_instant(day));
  CHECK(at("2024-03-01") - at("2024-02-28") == hours{48});
}

TEST_CASE("PostgreSQL's forms") {
  auto const instant = at("2026-11-23T06:20:00.123456Z");
  for (auto const* text :
       {"2026-11-23 06:20:00.123456+00", "2026-11-23 06:20:00.123456+00:00", "2026-11-23 11:50:00.123456+05:30",
        "2026-11-23 02:50:00.123456-03:30", "2026-11-23 06:20:00.123456789+00", "2026-11-23 06:20:00.123456"}) {
    CAPTURE(std::string{text});
    CHECK(parse_instant(text) == instant);
  }
}

TEST_CASE("offsets at their bounds") {
  for (auto const* offset : {"+00", "-00:00", "+1559", "-15:59"})
    CHECK(parse_instant(std::string{"2026-03-01T09:00"} + offset));
  for (auto const* offset : {"+16", "+05:60", "+5:30", "+05:3", "+05:30:00", "++05", "+-5", "Z+01", "z0", "UTC"}) {
    CAPTURE(std::string{offset});
    CHECK_FALSE(parse_instant(std::string{"2026-03-01T09:00"} + offset));
  }
}

TEST_CASE("a text that is cut off is read only where it ends a form") {
  std::string_view const whole = "2026-03-01T09:00:00Z";
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    bool const ends_a_form = length == 10 || length == 16 || length == 19 || length == 20;
    CAPTURE(length);
    CHECK(parse_instant(whole.substr(0, length)).has_value() == ends_a_form);
  }
}

TEST_CASE("one foreign byte anywhere makes it no instant") {
  std::string_view const whole = "2026-03-01T09:00:00.25+05:30";
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (char const foreign : {'\0', 'x', '\xff', '\n'}) {
      std::string text{whole};
      text.at(i) = foreign;
      CAPTURE(i);
      CHECK_FALSE(parse_instant(text));
    }
  }
}

TEST_CASE("overlong texts are refused") {
  CHECK_FALSE(parse_instant(std::string(1'000'000, '2')));
  CHECK_FALSE(parse_instant("2026-03-01T09:00:00Z" + std::string(10'000, ' ')));
  CHECK_FALSE(parse_instant("2026-03-01T09:00:00." + std::string(10'000, '1')));
}

TEST_CASE("durations end at 3,650 days, and hold no NUL") {
  for (auto const* text : {"3650d", "87600h", "5256000m", "315360000s"}) CHECK(parse_duration(text) == hours{87'600});
  for (auto const* text : {"3651d", "87601h", "5256001m", "315360001s", "522w", "9223372036854775807w"}) {
    CAPTURE(std::string{text});
    CHECK_FALSE(parse_duration(text));
  }
  CHECK(parse_duration("521w"));
  CHECK_FALSE(parse_duration(std::string_view{}));
  CHECK_FALSE(parse_duration(std::string_view{"7d\0", 3}));
  CHECK_FALSE(parse_duration(std::string_view{"7\0d", 3}));
  for (auto const* text : {"7D", "7 d", "\t7d", "0x7d", "7dd", "d7", "1e1d", "7ms", "-1d"})
    CHECK_FALSE(parse_duration(text));
}

TEST_CASE("whole hours at the microsecond") {
  auto const noon = at("2026-03-02T12:00:00Z");
  for (long const full : {-25L, -1L, 0L, 1L, 24L, 100'000L}) {
    CHECK(whole_hours(noon, noon + hours{full}) == full);
    CHECK(whole_hours(noon, noon + hours{full} - microseconds{1}) == full - 1);
    CHECK(whole_hours(noon, noon + hours{full + 1} - microseconds{1}) == full);
  }
}

TEST_CASE("every instant lies in its local day, and the days adjoin") {
  for (auto const* zone : zones) {
    CAPTURE(std::string{zone});
    for (auto instant = at("2026-01-01"); instant < at("2027-01-01"); instant += hours{7}) {
      auto const day = local_day(instant, zone);
      CHECK((day.begin <= instant && instant < day.end));
      CHECK(local_day(day.end, zone).begin == day.end);
      CHECK(local_day(day.end - microseconds{1}, zone).begin == day.begin);
      CHECK(next_local_day(instant, zone) >= day.end);
    }
  }
}

TEST_CASE("days of unusual length") {
  auto const length = [](char const* instant, char const* zone) {
    auto const day = local_day(at(instant), zone);
    return std::chrono::duration_cast<minutes>(day.end - day.begin).count();
  };
  CHECK(length("2024-10-05T20:00:00Z", "Australia/Lord_Howe") == 23 * 60 + 30);
  CHECK(length("2024-04-06T20:00:00Z", "Australia/Lord_Howe") == 24 * 60 + 30);
  CHECK(length("2024-11-03T12:00:00Z", "America/Havana") == 25 * 60);  // its midnight comes twice
  CHECK(local_day(at("2024-11-03T05:30:00Z"), "America/Havana").begin == at("2024-11-03T04:00:00Z"));
  // Samoa had no 30 December 2011.
  CHECK(local_day(at("2011-12-30T09:00:00Z"), "Pacific/Apia").end == at("2011-12-30T10:00:00Z"));
  CHECK(next_local_day(at("2011-12-29T22:00:00Z"), "Pacific/Apia") == at("2011-12-30T10:00:00Z"));
}

TEST_CASE("the second of two equal local times goes to the first one of the next day") {
  CHECK(next_local_day(at("2026-10-25T01:30:00Z"), "Europe/Berlin") == at("2026-10-26T01:30:00Z"));
  CHECK(local_weekday(at("2026-03-02T23:30:00Z"), "Europe/London") == 1);
  CHECK(local_weekday(at("2026-03-02T23:30:00Z"), "Europe/Berlin") == 2);
  CHECK(local_weekday(at("2026-03-02T03:30:00Z"), "America/New_York") == 7);
  CHECK(local_hour(at("2026-10-25T00:30:00Z"), "Europe/Berlin") == 2);
  CHECK(local_hour(at("2026-10-25T01:30:00Z"), "Europe/Berlin") == 2);
}

TEST_CASE("files beside the time-zone data are no time zones") {
  for (auto const* name : {"zone.tab", "tzdata.zi", "leapseconds", "posix/Europe/Berlin", "right/UTC", "/etc/localtime",
                           "Europe", "Europe/Berlin\n", " UTC", "EST5EDT4,M3"}) {
    CAPTURE(std::string{name});
    CHECK_FALSE(is_time_zone(name));
  }
  CHECK_FALSE(is_time_zone(std::string{"UTC\0", 4}));
  CHECK_FALSE(is_time_zone(std::string(100'000, 'A')));
}
