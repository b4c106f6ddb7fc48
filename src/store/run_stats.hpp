#pragma once

#include <string>
#include <vector>

#include "store/stats.hpp"

// What the runs that began in a period came to, all together.
namespace proactive::store {

struct RunTotals {
  long runs = 0;
  long failed = 0;   // ended with an exit status other than 0
  long unended = 0;  // killed, or still at work
};

struct ErrorRow {
  std::string error;
  long times = 0;
  long runs = 0;   // that had it
  Instant newest;  // the start of the newest of them
};

RunTotals run_totals(Transaction& transaction, Period const& period);
// Most frequent first; those that differ in numbers alone count as one.
std::vector<ErrorRow> run_errors(Transaction& transaction, Period const& period, int limit);

}  // namespace proactive::store
