#include "base/time.hpp"

#include <fmt/core.h>

#include <date/date.h>
#include <date/tz.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <unordered_map>

namespace proactive {

namespace {

using std::chrono::microseconds;

// Reads fixed-width fields off the front of a text; any mismatch leaves `ok` false.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  int number(std::size_t width) {
    int value = 0;
    if (text_.size() < width) return fail();
    for (std::size_t i = 0; i < width; ++i) {
      if (text_[i] < '0' || text_[i] > '9') return fail();
      value = value * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(width);
    return value;
  }

  bool accept(char expected) {
    if (text_.empty() || text_.front() != expected) return false;
    text_.remove_prefix(1);
    return true;
  }

  void expect(char expected) {
    if (!accept(expected)) fail();
  }

  // Digits after a decimal point, as microseconds; finer digits are dropped.
  microseconds fraction() {
    int value = 0;
    int digits = 0;
    while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9') {
      if (digits < 6) value = value * 10 + (text_.front() - '0');
      ++digits;
      text_.remove_prefix(1);
    }
    if (digits == 0 || digits > 12) fail();
    for (; digits < 6; ++digits) value *= 10;
    return microseconds{value};
  }

  [[nodiscard]] bool at_end() const { return text_.empty(); }
  [[nodiscard]] bool digit_next() const { return !text_.empty() && text_.front() >= '0' && text_.front() <= '9'; }
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  int fail() {
    ok_ = false;
    return 0;
  }

  std::string_view text_;
  bool ok_ = true;
};

// "Z", "+05", "+05:30", "+0530" or nothing.
std::chrono::minutes scan_offset(Scanner& scanner) {
  if (scanner.at_end() || scanner.accept('Z') || scanner.accept('z')) return std::chrono::minutes{0};
  bool const west = scanner.accept('-');
  if (!west) scanner.expect('+');
  int const hours = scanner.number(2);
  int minutes = 0;
  if (scanner.accept(':') || scanner.digit_next()) minutes = scanner.number(2);
  if (hours > 15 || minutes > 59) scanner.expect('\0');
  std::chrono::minutes const offset{hours * 60 + minutes};
  return west ? -offset : offset;
}

date::time_zone const* find_zone(std::string const& name) { return date::locate_zone(name); }

date::local_time<microseconds> to_local(Instant instant, date::time_zone const* zone) {
  return date::local_time<microseconds>{zone->to_local(instant).time_since_epoch()};
}

// A local time that a clock change skips is read as the instant of the change; one that occurs twice, as the first.
Instant to_instant(date::local_time<microseconds> local, date::time_zone const* zone) {
  auto const info = zone->get_info(local);
  if (info.result == date::local_info::nonexistent) return info.first.end;
  return Instant{local.time_since_epoch() - info.first.offset};
}

microseconds to_fraction(Instant instant) { return instant - date::floor<std::chrono::seconds>(instant); }

// "2026-03-31T08:00:00". A batch formats thousands: the stream of date::format costs ten times as much.
std::string format_seconds(Instant instant) {
  auto const day = date::floor<date::days>(instant);
  date::year_month_day const calendar{day};
  date::hh_mm_ss const clock{date::floor<std::chrono::seconds>(instant - day)};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", int{calendar.year()}, unsigned{calendar.month()},
                     unsigned{calendar.day()}, clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

// "2001-03-31", of a year that is not before `first_year`.
std::optional<date::sys_days> read_day(Scanner& scanner, int first_year) {
  int const year = scanner.number(4);
  scanner.expect('-');
  int const month = scanner.number(2);
  scanner.expect('-');
  int const day = scanner.number(2);
  date::year_month_day const calendar{date::year{year}, date::month{static_cast<unsigned>(month)},
                                      date::day{static_cast<unsigned>(day)}};
  if (!scanner.ok() || !calendar.ok() || year < first_year) return std::nullopt;
  return date::sys_days{calendar};
}

}  // namespace

std::optional<std::chrono::local_days> parse_date(std::string_view text) {
  constexpr int first_year = 1900;
  Scanner scanner(text);
  auto const day = read_day(scanner, first_year);
  if (!day || !scanner.at_end()) return std::nullopt;
  return std::chrono::local_days{day->time_since_epoch()};
}

std::string format_date(std::chrono::local_days day) {
  return date::format("%F", date::sys_days{day.time_since_epoch()});
}

std::optional<Instant> parse_instant(std::string_view text) {
  constexpr int first_year = 1969;  // whose last hours are of 1970 in UTC, west of it
  Scanner scanner(text);
  auto const day = read_day(scanner, first_year);
  if (!day) return std::nullopt;
  Instant const midnight{*day};
  if (scanner.at_end()) return midnight < earliest_instant ? std::nullopt : std::optional{midnight};

  if (!scanner.accept('T') && !scanner.accept('t')) scanner.expect(' ');
  int const hour = scanner.number(2);
  scanner.expect(':');
  int const minute = scanner.number(2);
  int second = 0;
  microseconds fraction{0};
  if (scanner.accept(':')) {
    second = scanner.number(2);
    if (scanner.accept('.')) fraction = scanner.fraction();
  }
  auto const offset = scan_offset(scanner);
  if (!scanner.ok() || !scanner.at_end() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  auto const instant = midnight + std::chrono::hours{hour} + std::chrono::minutes{minute} +
                       std::chrono::seconds{second} + fraction - offset;
  if (instant < earliest_instant || instant > latest_instant) return std::nullopt;
  return instant;
}

std::string format_instant(Instant instant, bool with_millis) {
  auto text = format_seconds(instant);
  if (with_millis) text += fmt::format(".{:03}", to_fraction(instant).count() / 1000);
  return text + 'Z';
}

std::string format_exactly(Instant instant) {
  return fmt::format("{}.{:06}Z", format_seconds(instant), to_fraction(instant).count());
}

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
  long count = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (problem != std::errc{} || end != text.data() + text.size() - 1 || count < 0) return std::nullopt;
  static constexpr std::array<std::pair<char, long>, 5> units{
      {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800}}};
  constexpr long longest = 3650L * 86400;
  for (auto const& [unit, seconds] : units) {
    if (text.back() == unit && count <= longest / seconds) return std::chrono::seconds{count * seconds};
  }
  return std::nullopt;
}

long whole_hours(Instant from, Instant to) { return date::floor<std::chrono::hours>(to - from).count(); }

bool has_time_zones() {
  std::error_code none;
  return std::filesystem::is_regular_file("/usr/share/zoneinfo/UTC", none);  // where date::get_tzdb looks for it
}

bool is_time_zone(std::string const& name) {
  if (name.empty()) return false;
  try {
    find_zone(name);
    return true;
  } catch (std::runtime_error const&) {
    return false;
  }
}

ZoneClock::ZoneClock(std::string const& zone) : zone_(find_zone(zone)) {}

std::chrono::seconds ZoneClock::offset_at(Instant instant) {
  if (instant < begin_ || instant >= end_) {
    auto const info = static_cast<date::time_zone const*>(zone_)->get_info(instant);
    // The ends of the zone's first and last span are beyond what microseconds can hold.
    begin_ = info.begin < earliest_instant ? earliest_instant : Instant{info.begin};
    end_ = info.end > latest_instant ? latest_instant : Instant{info.end};
    offset_ = info.offset;
  }
  return offset_;
}

LocalTime ZoneClock::at(Instant instant) {
  auto const local = instant.time_since_epoch() + offset_at(instant);
  auto const day = std::chrono::floor<std::chrono::days>(local);
  return {std::chrono::local_days{day}, std::chrono::floor<std::chrono::minutes>(local - day)};
}

ZoneClock& clock_of(std::string const& zone) {
  thread_local std::unordered_map<std::string, ZoneClock> clocks;  // there are some 600 zones
  return clocks.try_emplace(zone, zone).first->second;
}

LocalDay local_day(Instant instant, std::string const& zone_name) {
  auto const* zone = find_zone(zone_name);
  auto const midnight = date::floor<date::days>(to_local(instant, zone));
  return {to_instant(midnight, zone), to_instant(midnight + date::days{1}, zone)};
}

int local_hour(Instant instant, std::string const& zone_name) {
  return static_cast<int>(clock_of(zone_name).at(instant).since_midnight / std::chrono::hours{1});
}

int local_weekday(Instant instant, std::string const& zone) {
  auto const day = clock_of(zone).at(instant).day;
  return static_cast<int>(std::chrono::weekday{day}.iso_encoding());
}

std::optional<std::string> time_of_day(Instant instant, std::string const& zone) {
  int const hour = local_hour(instant, zone);
  if (hour >= 5 && hour < 12) return "morning";
  if (hour >= 12 && hour < 17) return "afternoon";
  if (hour >= 17 && hour < 22) return "evening";
  return std::nullopt;
}

std::string format_local(Instant instant, std::string const& zone_name) {
  constexpr std::size_t up_to_minutes = 16;
  auto text = format_seconds(instant + clock_of(zone_name).offset_at(instant)).substr(0, up_to_minutes);
  text[10] = ' ';
  return text;
}

std::string format_zoned(Instant instant, std::string const& zone_name) {
  auto const offset = clock_of(zone_name).offset_at(instant);
  auto const minutes = std::chrono::abs(std::chrono::duration_cast<std::chrono::minutes>(offset)).count();
  constexpr int minutes_of_hour = 60;
  return fmt::format("{}{}{:02}:{:02}", format_seconds(instant + offset), offset < std::chrono::seconds{0} ? '-' : '+',
                     minutes / minutes_of_hour, minutes % minutes_of_hour);
}

Instant next_local_day(Instant instant, std::string const& zone_name) {
  auto const* zone = find_zone(zone_name);
  return to_instant(to_local(instant, zone) + date::days{1}, zone);
}

}  // namespace proactive
