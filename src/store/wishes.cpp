#include "store/wishes.hpp"

#include <cmath>

#include "base/json.hpp"
#include "base/text.hpp"

namespace proactive::store {

namespace {

// An empty text is no wish.
std::optional<std::string> read_word(Row const& row, std::string_view name) {
  auto const text = row[name].optional_text();
  return text && trim(*text).empty() ? std::nullopt : text;
}

std::vector<QuietHours> read_quiet_hours(Row const& row, std::vector<std::string>& unreadable) {
  auto const text = read_word(row, "quiet_hours");
  if (!text) return {};
  auto const hours = parse_quiet_hours(*text);
  if (!hours) unreadable.emplace_back("quiet_hours");
  return {hours.value_or(QuietHours::always())};
}

std::optional<Frequency> read_frequency(Row const& row, std::vector<std::string>& unreadable) {
  auto const word = read_word(row, "frequency");
  if (!word) return std::nullopt;
  auto const frequency = value_of<Frequency>(*word);
  if (!frequency) unreadable.emplace_back("frequency");
  return frequency.value_or(Frequency::rarely);
}

enum class Round { down, up };

// `strictest` is what the database's own constraint allows at that end.
std::optional<int> read_limit(Row const& row, std::string_view name, Round round, int strictest,
                              std::vector<std::string>& unreadable) {
  constexpr double largest = 1e9;
  if (row[name].is_null()) return std::nullopt;
  auto const number = row[name].real();
  if (!std::isfinite(number) || number < 0 || number > largest) {
    unreadable.emplace_back(name);
    return strictest;
  }
  return static_cast<int>(round == Round::down ? std::floor(number) : std::ceil(number));
}

}  // namespace

Preferences read_preferences(Row const& row, std::vector<std::string>& unreadable) {
  constexpr int longest_gap = 8760;
  Preferences preferences;
  if (!row["enabled"].is_null()) preferences.enabled = row["enabled"].boolean();
  if (!row["agreed"].is_null()) preferences.agreed = row["agreed"].boolean();
  preferences.quiet_hours = read_quiet_hours(row, unreadable);
  preferences.frequency = read_frequency(row, unreadable);
  preferences.max_per_day = read_limit(row, "max_per_day", Round::down, 0, unreadable);
  preferences.max_per_week = read_limit(row, "max_per_week", Round::down, 0, unreadable);
  preferences.min_gap_hours = read_limit(row, "min_gap_hours", Round::up, longest_gap, unreadable);
  return preferences;
}

std::vector<Mute> read_mutes(Row const& row, std::string const& companion_id) {
  std::vector<Mute> mutes;
  for (auto const& item : row["mutes"].json()) {
    bool const is_of_all = member(item, "companion").is_null();
    if (!is_of_all && member_text(item, "companion") != companion_id) continue;
    mutes.push_back(
        {is_of_all, value_of<EngagementType>(member_text(item, "type")), parse_instant(member_text(item, "until"))});
  }
  return mutes;
}

std::optional<Mute> read_app_mute(Row const& row) {
  auto const until = row["muted_until"].nearest_instant();
  if (!until) return std::nullopt;
  bool const is_for_ever = *until == latest_instant;  // infinity
  return Mute{false, std::nullopt, is_for_ever ? std::nullopt : until};
}

}  // namespace proactive::store
