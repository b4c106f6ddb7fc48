#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/pass/progress.hpp"
#include "app/session.hpp"
#include "domain/simulation/replay.hpp"

// What settings would have sent in days that have passed, beside what was sent. Reads, and writes nothing.
namespace proactive::app {

struct ReplayOptions {
  int days = 0;
  int users = 1000;
  std::vector<std::string> with;     // "NAME=VALUE" for the first arm
  std::vector<std::string> compare;  // the same for the second; empty: there is none
  std::optional<Instant> now;        // the days before this instant; nullopt: before the database's now
  unsigned threads = 0;              // 0: one for each processor
  ProgressBoard::Show show_progress = {};
};

struct ReplayedArm {
  std::string name;
  NamedValues settings;  // those that were named for it
  simulation::Replay replay;
  std::string without = {};  // what of them is left out, and why
};

struct ReplayReport {
  simulation::Days days;
  long users = 0;                         // replayed
  long all_users = 0;                     // that are known
  long held_out = 0;                      // of the sample: nothing is sent to them
  long users_left_out = 0;                // of the sample: what is known of them cannot be read
  long pairs_left_out = 0;                // the app does not know them any more, or they cannot be read
  long messages_left_out = 0;             // that were sent to these pairs
  std::optional<Instant> first;           // message of the days, to whomever
  std::vector<std::string> taken_as_now;  // what nobody knows of then, and what is taken in its stead
  std::vector<ReplayedArm> arms;          // the log itself first
};

// Throws Error (usage) for names and values as config set does, and where there is nothing to replay.
ReplayReport replay(Session& session, ReplayOptions const& options);

}  // namespace proactive::app
