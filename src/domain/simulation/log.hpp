#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/facts.hpp"
#include "domain/plan/results.hpp"

// What is known of a user's days that have passed: by our own log, and by the app as it is now.
namespace proactive::simulation {

// Days that have passed; half open.
struct Days {
  Instant begin;
  Instant end;

  [[nodiscard]] bool contain(Instant at) const { return at >= begin && at < end; }
};

// A message that was sent.
struct LoggedMessage {
  Instant planned_at;
  Instant sent_at;
  EngagementType type = EngagementType::check_in;
  std::string stage;                    // of the pair, when it was planned
  std::optional<Instant> silent_since;  // the user's last sign by then
  std::optional<bool> is_responded;     // within the window; nullopt: not known yet
  std::optional<Instant> responded_at;
  std::optional<Instant> seen_at;
  std::optional<Instant> negative_at;
};

struct LoggedPair {
  PairFacts facts;  // as they are now; of wishes the app's alone, and those of which nobody knows since when
  std::vector<LoggedMessage> messages;  // those before the days, as far as a rule may count them, and of the days
  ReasonCounts cancelled;               // of the days, before delivery
  long expired = 0;
};

struct LoggedSession {
  Instant at;
  std::chrono::minutes length{0};
};

struct LoggedMute {
  std::optional<std::string> companion_id;  // nullopt: all
  Instant since;
  Mute mute;
};

// What the user has told us.
struct LoggedWord {
  std::optional<bool> enabled;
  std::optional<Instant> opted_out_at;  // the newest
  std::optional<Consent> consent;       // the same
  std::vector<LoggedMute> mutes;
};

struct LoggedUser {
  std::vector<LoggedPair> pairs;
  std::vector<LoggedSession> sessions;  // where the app tells them, from so long before the days as habits are
  LoggedWord word;
};

// What became of messages that were sent.
struct Outcomes {
  long messages = 0;
  long responded = 0;
  long unanswered = 0;
  long open = 0;      // it is not known yet
  long negative = 0;  // of all of these: the user opted out or muted somebody soon after

  void add(LoggedMessage const& message);
  void merge(Outcomes const& other);
  bool operator==(Outcomes const&) const = default;
};

}  // namespace proactive::simulation
