#include "domain/quiet_hours.hpp"

#include <doctest/doctest.h>

using namespace proactive;

namespace {

QuietHours quiet(std::string_view text) {
  auto const parsed = parse_quiet_hours(text);
  REQUIRE_MESSAGE(parsed, std::string{text});
  return *parsed;
}

// "2026-03-06 23:00", a Friday.
bool at(QuietHours const& hours, std::string const& local) {
  ZoneClock clock("UTC");
  return hours.is_quiet(clock.at(parse_instant(local).value()));
}

}  // namespace

TEST_CASE("a window is half open, and one over midnight belongs to the day it opens on") {
  auto const day = quiet("13:00-15:30");
  CHECK_FALSE(at(day, "2026-03-06 12:59"));
  CHECK(at(day, "2026-03-06 13:00"));
  CHECK(at(day, "2026-03-06 15:29:59"));
  CHECK_FALSE(at(day, "2026-03-06 15:30"));

  auto const night = quiet("22:00-08:00");
  for (auto const* time : {"22:00", "23:59", "00:00", "07:59"}) CHECK(at(night, "2026-03-06 " + std::string{time}));
  for (auto const* time : {"08:00", "12:00", "21:59"}) CHECK_FALSE(at(night, "2026-03-06 " + std::string{time}));
}

TEST_CASE("a window that ends where it begins lasts a whole day, as does one until 24:00 from midnight") {
  for (auto const* text : {"00:00-00:00", "00:00-24:00"}) {
    auto const whole = quiet(text);
    CHECK(at(whole, "2026-03-06 00:00"));
    CHECK(at(whole, "2026-03-06 23:59"));
  }
  auto const saturday = quiet(R"({"days":{"sat":"10:00-10:00"}})");
  CHECK_FALSE(at(saturday, "2026-03-07 09:59"));
  CHECK(at(saturday, "2026-03-07 10:00"));
  CHECK(at(saturday, "2026-03-08 09:59"));
  CHECK_FALSE(at(saturday, "2026-03-08 10:00"));
  CHECK(at(QuietHours::always(), "2026-03-06 12:00"));
  CHECK_FALSE(at(QuietHours{}, "2026-03-06 03:00"));
}

TEST_CASE("days have windows of their own, and dates are stronger than days") {
  auto const hours = quiet(
      R"({"default":"22:00-08:00","days":{"sat":{"start":"23:30","end":"11:00"},"Sunday":null},"dates":{"2026-12-24":"00:00-24:00","2026-12-26":null}})");
  CHECK(at(hours, "2026-03-06 22:30"));        // Friday's
  CHECK(at(hours, "2026-03-07 07:59"));        // Friday's still
  CHECK_FALSE(at(hours, "2026-03-07 08:00"));  // Saturday
  CHECK_FALSE(at(hours, "2026-03-07 23:00"));
  CHECK(at(hours, "2026-03-07 23:30"));
  CHECK(at(hours, "2026-03-08 10:59"));        // Saturday's still
  CHECK_FALSE(at(hours, "2026-03-08 23:00"));  // Sunday has none
  CHECK_FALSE(at(hours, "2026-03-09 03:00"));
  CHECK(at(hours, "2026-12-24 12:00"));        // Thursday
  CHECK(at(hours, "2026-12-25 23:00"));        // Friday's usual
  CHECK(at(hours, "2026-12-26 07:00"));        // Friday's still
  CHECK_FALSE(at(hours, "2026-12-26 23:45"));  // a Saturday, whose date has none
}

TEST_CASE("without a default the other days have none") {
  auto const hours = quiet(R"({"days":{"sat":"10:00-12:00"}})");
  CHECK(at(hours, "2026-03-07 11:00"));
  CHECK_FALSE(at(hours, "2026-03-06 03:00"));
  CHECK_FALSE(at(quiet("{}"), "2026-03-06 03:00"));
  CHECK_FALSE(at(quiet("null"), "2026-03-06 03:00"));
  CHECK(at(quiet(R"("22:00-08:00")"), "2026-03-06 03:00"));
}

TEST_CASE("hours that are quiet all day, every day") {
  for (
      auto const* text :
      {"00:00-24:00", "07:30-07:30", R"({"default":"00:00-24:00","days":{"sat":"00:00-24:00"}})",
       R"({"days":{"mon":"00:00-24:00","tue":"00:00-24:00","wed":"00:00-24:00","thu":"00:00-24:00","fri":"00:00-24:00","sat":"00:00-24:00","sun":"00:00-24:00"}})"}) {
    CAPTURE(std::string{text});
    CHECK(are_always({*parse_quiet_hours(text)}));
  }
  CHECK(are_always({QuietHours::always()}));
  CHECK(are_always({*parse_quiet_hours("08:00-22:00"), *parse_quiet_hours("22:00-08:00")}));
  CHECK_FALSE(are_always({*parse_quiet_hours("08:00-22:00"), *parse_quiet_hours("22:01-08:00")}));
  CHECK_FALSE(are_always({}));
  CHECK_FALSE(are_always({QuietHours{}}));
  for (auto const* text :
       {"22:00-21:59", R"({"default":"00:00-24:00","days":{"sat":null}})", R"({"days":{"sat":"00:00-24:00"}})"}) {
    CAPTURE(std::string{text});
    CHECK_FALSE(are_always({*parse_quiet_hours(text)}));
  }
}

TEST_CASE("what is no window is not read") {
  for (auto const* text : {"",
                           "22:00",
                           "22-08",
                           "22:00-8:00",
                           "22:60-08:00",
                           "24:00-08:00",
                           "22:00-24:01",
                           "22:00–08:00",
                           "abc",
                           "[]",
                           "22:00-08:00 ",
                           "{\"default\":5}",
                           "{\"start\":\"22:00\"}",
                           "{\"days\":{\"satday\":null}}",
                           "{\"days\":[]}",
                           "{\"dates\":{\"2026-02-30\":null}}",
                           "{\"dates\":{\"24.12.\":null}}",
                           "{\"nights\":\"22:00-08:00\"}",
                           "true",
                           "{\"start\":\"22:00\",\"end\":\"08:00\",\"zone\":\"UTC\"}",
                           "{\"default\":{\"default\":null}}",
                           "{"}) {
    CAPTURE(std::string{text});
    CHECK_FALSE(parse_quiet_hours(text));
  }
}

TEST_CASE("by the clock on the wall: an hour that comes twice is quiet twice, one that is skipped is not missed") {
  ZoneClock berlin("Europe/Berlin");
  auto const hours = quiet("02:00-02:30");
  auto const is_quiet = [&](char const* utc) { return hours.is_quiet(berlin.at(parse_instant(utc).value())); };
  CHECK(is_quiet("2026-10-25T00:15:00Z"));  // 02:15 in summer
  CHECK_FALSE(is_quiet("2026-10-25T00:45:00Z"));
  CHECK(is_quiet("2026-10-25T01:15:00Z"));  // 02:15 again, in winter
  CHECK_FALSE(is_quiet("2026-03-29T00:59:00Z"));
  CHECK_FALSE(is_quiet("2026-03-29T01:00:00Z"));  // 03:00: there is no 02:15 on that day
  auto const night = quiet("02:30-08:00");
  CHECK(night.is_quiet(berlin.at(parse_instant("2026-03-29T01:00:00Z").value())));
}

TEST_CASE("a zone's clock agrees with the zone's days, everywhere and at each change of its rules") {
  for (auto const* zone : {"UTC", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns",
                           "Pacific/Apia", "Africa/Casablanca", "America/Sao_Paulo", "Pacific/Chatham"}) {
    ZoneClock clock(zone);
    auto const first = parse_instant("2020-01-01").value();
    for (int step = 0; step < 16 * 366 * 2; ++step) {
      auto const instant = first + std::chrono::minutes{step * 719};
      auto const local = clock.at(instant);
      auto const shown = format_local(instant, zone);
      CAPTURE(shown);
      REQUIRE(local.since_midnight.count() == std::stoi(shown.substr(11, 2)) * 60 + std::stoi(shown.substr(14, 2)));
      REQUIRE(local.day == std::chrono::local_days{std::chrono::floor<std::chrono::days>(
                               parse_instant(shown.substr(0, 10)).value().time_since_epoch())});
    }
  }
}
