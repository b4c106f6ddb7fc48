#pragma once

#include <array>
#include <chrono>
#include <map>
#include <optional>

#include "base/time.hpp"
#include "domain/plan/results.hpp"

namespace proactive::simulation {

// What a simulation came to, in whole numbers: sums of users are the same in whatever order they are added.
struct Tally {
  static constexpr int night_ends_at = 7;  // by the clock on the user's wall; night begins at midnight

  long users = 0;
  long messages = 0;
  std::array<long, 24> by_hour{};      // of the user's clock
  long at_night_of_unknown_zones = 0;  // the part of users whose zone the app does not know, and so nobody
  long answers = 0;                    // because of a message: the user would not have written
  long responded = 0;   // as stats counts them: a word within response_window_hours, whatever brought it about
  long written_to = 0;  // users with a message at least
  long answering = 0;   // users with an answer at least
  long opt_outs = 0;
  long mutes = 0;
  long silenced = 0;  // users who turned the phone's notifications off: they answer no more, and the tool does not know
  long sessions = 0;  // that users began by themselves
  long checks = 0;    // decisions of the gate on whether to plan
  std::optional<std::chrono::minutes> longest_gap;  // between two messages to one user
  std::optional<std::chrono::minutes> shortest_gap;
  long most_in_a_day = 0;  // to one user, on one day of theirs
  ReasonCounts refused;    // of the checks
  ReasonCounts cancelled;  // before delivery
  ReasonCounts held;
  long expired = 0;

  void merge(Tally const& other);

  [[nodiscard]] long at_night() const;
  // Of users whose zone is known: that it is night can be known.
  [[nodiscard]] long at_known_night() const { return at_night() - at_night_of_unknown_zones; }

  bool operator==(Tally const&) const = default;
};

// Counts the messages to one user, in the order in which they come.
class MessageCount {
 public:
  void add(Instant at, LocalTime const& local, bool zone_known, Tally& tally);

 private:
  std::optional<Instant> last_at_;
  std::optional<std::chrono::local_days> last_day_;
  long of_day_ = 0;
};

}  // namespace proactive::simulation
