#include "domain/user_preferences.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "base/language.hpp"
#include "base/time.hpp"
#include "domain/quiet_hours.hpp"

namespace proactive {

namespace {

std::optional<Json> read_zone(std::string_view text) {
  std::string name{text};
  if (!is_time_zone(name)) return std::nullopt;
  return Json(name);
}

std::optional<Json> read_language(std::string_view text) {
  auto const tag = language_tag(text);
  if (!tag) return std::nullopt;
  return Json(*tag);
}

// Stored as the JSON that it is, or a plain window as a text; JSON's null wishes nothing.
std::optional<Json> read_quiet_hours(std::string_view text) {
  constexpr std::size_t longest = 5000;
  if (text.size() > longest || !parse_quiet_hours(text)) return std::nullopt;
  auto json = parse_bounded(text, 4);
  return json ? *json : Json(text);
}

std::optional<Json> read_frequency(std::string_view text) {
  constexpr std::array<std::string_view, 3> words{"rarely", "sometimes", "normal"};
  if (std::find(words.begin(), words.end(), text) == words.end()) return std::nullopt;
  return Json(text);
}

template <int Highest>
std::optional<Json> read_number(std::string_view text) {
  int number = 0;
  auto const [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || stop != text.data() + text.size() || number < 0 || number > Highest)
    return std::nullopt;
  return Json(number);
}

}  // namespace

std::span<PreferenceSpec const> preference_specs() {
  static std::string const messages = "a whole number of messages from 0 to 1000";
  static std::array<PreferenceSpec, 7> const specs{
      {{"timezone", "a name of the IANA time-zone data such as Europe/Berlin", &read_zone},
       {"language", "a language tag such as en or pt-BR", &read_language},
       {"quiet_hours", quiet_hours_form(), &read_quiet_hours},
       {"frequency", "rarely, sometimes or normal", &read_frequency},
       {"max_per_day", messages, &read_number<1000>},
       {"max_per_week", messages, &read_number<1000>},
       {"min_gap_hours", "a whole number of hours from 0 to 8760", &read_number<8760>}}};
  return specs;
}

PreferenceSpec const* find_preference(std::string_view name) {
  for (auto const& spec : preference_specs()) {
    if (spec.name == name) return &spec;
  }
  return nullptr;
}

}  // namespace proactive
