#pragma once

#include <string>

#include "base/json.hpp"
#include "store/pg/database.hpp"

// Runs that find nothing to do, as nearly all of a small app's: one look tells.
namespace proactive::store {

// For all users, whoever holds them.
bool has_nothing_to_deliver(Transaction& transaction, Instant as_of);

struct ScheduleTurns {
  int discovery_minutes = 0;  // between two discoveries
  bool reviews = false;       // experiments are looked at
  bool removes = false;       // what is old
};
bool has_nothing_to_schedule(Transaction& transaction, ScheduleTurns const& turns, Instant as_of);

// The row of one that ended after that look.
struct IdleRun {
  std::string run_id;
  std::string command;
  Instant as_of;
  std::string settings_fingerprint;
  long duration_ms = 0;
  Json report;
};
void record_idle_run(Transaction& transaction, IdleRun const& run);

}  // namespace proactive::store
