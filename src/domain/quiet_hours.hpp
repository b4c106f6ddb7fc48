#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace proactive {

// The hours of the day in which nobody is written to, by the clock on the wall of the user's zone. A window belongs to
// the day that it opens on; one that ends at or before its beginning ends on the next day, so one that ends where it
// begins lasts a whole day.
struct QuietWindow {
  std::chrono::minutes start{0};  // since midnight, below 24 h
  std::chrono::minutes end{0};    // since midnight, at most 24 h; not in it

  auto operator<=>(QuietWindow const&) const = default;
};

class QuietHours {
 public:
  using Window = std::optional<QuietWindow>;  // nullopt: none that day

  // Never quiet.
  QuietHours() = default;
  explicit QuietHours(Window every_day) : every_day_(every_day) {}
  // What cannot be read counts as the strictest.
  static QuietHours always() { return QuietHours{QuietWindow{}}; }

  [[nodiscard]] bool is_quiet(LocalTime const& time) const;
  [[nodiscard]] bool is_never() const { return *this == QuietHours{}; }

  bool operator==(QuietHours const&) const = default;

 private:
  friend std::optional<QuietHours> parse_quiet_hours(std::string_view);

  // A date's own window is stronger than its weekday's, and that one stronger than the default.
  [[nodiscard]] Window const& window_of(std::chrono::local_days day) const;

  Window every_day_;
  std::array<std::optional<Window>, 7> weekdays_;  // from Sunday; nullopt: as every day
  std::map<std::chrono::local_days, Window> dates_;
};

// Whether these together leave no minute of a week, dates aside.
bool are_always(std::vector<QuietHours> const& hours);

// Reads "22:00-08:00", or JSON: that text in quotes, {"start":"22:00","end":"08:00"}, null (never), or
// {"default":W,"days":{"sat":W},"dates":{"2026-12-24":W}} with such a W (null: none that day). nullopt: it is neither.
std::optional<QuietHours> parse_quiet_hours(std::string_view text);

// What parse_quiet_hours takes, to be put behind "use".
std::string quiet_hours_form();

}  // namespace proactive
