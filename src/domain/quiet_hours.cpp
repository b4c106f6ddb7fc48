#include "domain/quiet_hours.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;
using Window = QuietHours::Window;

constexpr std::array<std::string_view, 7> weekday_names{"sunday",   "monday", "tuesday", "wednesday",
                                                        "thursday", "friday", "saturday"};
constexpr minutes whole_day{24 * 60};

std::optional<int> two_digits(std::string_view text, std::size_t at) {
  auto const digit = [&](std::size_t index) { return text[index] >= '0' && text[index] <= '9'; };
  if (text.size() < at + 2 || !digit(at) || !digit(at + 1)) return std::nullopt;
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

// "08:30", and "24:00" where an end may stand.
std::optional<minutes> parse_time_of_day(std::string_view text, minutes most) {
  auto const hour = two_digits(text, 0);
  auto const minute = two_digits(text, 3);
  if (text.size() != 5 || text[2] != ':' || !hour || !minute || *minute > 59) return std::nullopt;
  auto const time = minutes{*hour * 60 + *minute};
  return time <= most ? std::optional{time} : std::nullopt;
}

std::optional<QuietWindow> window_of(std::string_view start, std::string_view end) {
  auto const opens = parse_time_of_day(start, whole_day - minutes{1});
  auto const closes = parse_time_of_day(end, whole_day);
  if (!opens || !closes) return std::nullopt;
  return QuietWindow{*opens, *closes};
}

std::optional<QuietWindow> parse_span(std::string_view text) {
  auto const dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  return window_of(text.substr(0, dash), text.substr(dash + 1));
}

// nullopt: it is no window; a Window of nullopt: null.
std::optional<Window> parse_window(Json const& value) {
  if (value.is_null()) return Window{};
  std::optional<QuietWindow> window;
  if (value.is_string()) window = parse_span(value.get<std::string>());
  if (value.is_object() && value.size() == 2)
    window = window_of(member_text(value, "start"), member_text(value, "end"));
  if (!window) return std::nullopt;
  return Window{window};
}

// "sat", "Saturday"
std::optional<std::size_t> parse_weekday(std::string const& text) {
  auto const name = to_lower(text);
  auto const found = std::find_if(weekday_names.begin(), weekday_names.end(), [&](std::string_view weekday) {
    return name == weekday || name == weekday.substr(0, 3);
  });
  if (found == weekday_names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - weekday_names.begin());
}

// Every item of an object, or nothing where the object is missing. False: it is something else, or an item is wrong.
template <typename Put>
bool read_members(Json const& object, char const* name, Put const& put) {
  auto const found = object.find(name);
  if (found == object.end()) return true;
  if (!found->is_object()) return false;
  auto const items = found->items();
  return std::all_of(items.begin(), items.end(), [&](auto const& item) {
    auto const window = parse_window(item.value());
    return window && put(item.key(), *window);
  });
}

bool has_only(Json const& object, std::initializer_list<std::string_view> names) {
  auto const items = object.items();
  return std::all_of(items.begin(), items.end(), [&](auto const& item) {
    return std::find(names.begin(), names.end(), item.key()) != names.end();
  });
}

}  // namespace

QuietHours::Window const& QuietHours::window_of(local_days day) const {
  if (auto const found = dates_.find(day); found != dates_.end()) return found->second;
  auto const& of_weekday = weekdays_.at(std::chrono::weekday{day}.c_encoding());
  return of_weekday ? *of_weekday : every_day_;
}

bool QuietHours::is_quiet(LocalTime const& time) const {
  auto const now = time.since_midnight;
  if (auto const& window = window_of(time.day); window && now >= window->start) {
    if (window->end <= window->start || now < window->end) return true;
  }
  auto const& before = window_of(time.day - days{1});
  return before && before->end <= before->start && now < before->end;
}

bool are_always(std::vector<QuietHours> const& hours) {
  constexpr local_days monday{std::chrono::days{4 + 7}};  // of a week of 1970, which no date of a wish is in
  for (auto day = monday; day < monday + days{7}; day += days{1}) {
    for (minutes minute{0}; minute < days{1}; ++minute) {
      bool const is_quiet = std::any_of(hours.begin(), hours.end(), [&](QuietHours const& one) {
        return one.is_quiet({day, minute});
      });
      if (!is_quiet) return false;
    }
  }
  return true;
}

std::optional<QuietHours> parse_quiet_hours(std::string_view text) {
  if (auto const window = parse_span(text)) return QuietHours{window};
  auto const read = parse_bounded(text, 4);
  if (!read) return std::nullopt;
  auto const& json = *read;
  if (auto const window = parse_window(json)) return QuietHours{*window};
  if (!json.is_object() || !has_only(json, {"default", "days", "dates"})) return std::nullopt;
  QuietHours parsed;
  auto const every_day = json.contains("default") ? parse_window(json["default"]) : std::optional{Window{}};
  if (!every_day) return std::nullopt;
  parsed.every_day_ = *every_day;
  bool const valid = read_members(json, "days",
                                  [&](std::string const& name, Window const& window) {
                                    auto const weekday = parse_weekday(name);
                                    if (weekday) parsed.weekdays_.at(*weekday) = window;
                                    return weekday.has_value();
                                  }) &&
                     read_members(json, "dates", [&](std::string const& name, Window const& window) {
                       auto const date = parse_date(name);
                       if (date) parsed.dates_[*date] = window;
                       return date.has_value();
                     });
  return valid ? std::optional{parsed} : std::nullopt;
}

std::string quiet_hours_form() {
  return R"(a window such as 22:00-08:00, or JSON such as {"default":"22:00-08:00","days":{"sat":"23:30-10:00"},)"
         R"("dates":{"2026-12-24":null}})";
}

}  // namespace proactive
