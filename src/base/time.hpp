#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace proactive {

// A point in time as PostgreSQL's timestamptz holds it: microseconds, UTC.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

// What is read and written: the years 1970 to 9999.
inline constexpr Instant earliest_instant{std::chrono::sys_days{std::chrono::year{1970} / 1 / 1}};
inline constexpr Instant latest_instant{std::chrono::sys_days{std::chrono::year{10000} / 1 / 1} -
                                        std::chrono::microseconds{1}};

// Reads ISO 8601 as people and PostgreSQL write it: "2026-03-01T09:00:00Z", "2026-03-01 09:00:00.25+05:30",
// "2026-03-01". A time without a zone is UTC. Years 1970 to 9999. Anything else is nullopt.
std::optional<Instant> parse_instant(std::string_view text);

// Reads a calendar day, "2001-03-31", of the years 1900 to 9999. Anything else is nullopt.
std::optional<std::chrono::local_days> parse_date(std::string_view text);

// "2001-03-31"
std::string format_date(std::chrono::local_days day);

// "2026-03-01T09:00:00Z", in UTC; with_millis adds ".250".
std::string format_instant(Instant instant, bool with_millis = false);

// With all six digits of its microseconds.
std::string format_exactly(Instant instant);

// Reads a length of time: a whole number and one of s, m, h, d, w ("90s", "24h", "7d"), at most 3,650 days.
std::optional<std::chrono::seconds> parse_duration(std::string_view text);

// Whole hours from `from` to `to`, rounded down; negative when `from` is later.
long whole_hours(Instant from, Instant to);

// Whether this machine has any of the IANA time-zone data. Reads none of it.
bool has_time_zones();

// True when the IANA time-zone data of this machine knows the name.
bool is_time_zone(std::string const& name);

// What a clock on the wall of a zone shows.
struct LocalTime {
  std::chrono::local_days day;
  std::chrono::minutes since_midnight;  // 0 to 1,439

  auto operator<=>(LocalTime const&) const = default;
};

// The clock of one zone, for many instants: looks its rules up once for each of their spans. `zone` must be a known
// name.
class ZoneClock {
 public:
  explicit ZoneClock(std::string const& zone);

  // Seconds are dropped.
  LocalTime at(Instant instant);

  // From UTC, ahead of it above 0.
  std::chrono::seconds offset_at(Instant instant);

 private:
  void const* zone_;
  Instant begin_;  // of the span in which the offset holds
  Instant end_;
  std::chrono::seconds offset_{0};
};

// The clock of the zone, kept for the thread.
ZoneClock& clock_of(std::string const& zone);

// The local calendar day of an instant, and the instants that bound it. `zone` must be a known name.
struct LocalDay {
  Instant begin;  // first instant of the day
  Instant end;    // first instant of the next day
};
LocalDay local_day(Instant instant, std::string const& zone);

// The hour (0-23) of an instant in a zone.
int local_hour(Instant instant, std::string const& zone);

// The day of the week there (ISO 8601): 1, Monday, to 7, Sunday.
int local_weekday(Instant instant, std::string const& zone);

// "morning" (5-11), "afternoon" (12-16), "evening" (17-21); nothing at night, which no greeting suits.
std::optional<std::string> time_of_day(Instant instant, std::string const& zone);

// "2026-03-01 10:00" in the zone.
std::string format_local(Instant instant, std::string const& zone);

// "2026-03-01T10:00:00+01:00" in the zone (ISO 8601).
std::string format_zoned(Instant instant, std::string const& zone);

// The same local time one day later; a time that a clock change skips moves to the first one that exists.
Instant next_local_day(Instant instant, std::string const& zone);

}  // namespace proactive
