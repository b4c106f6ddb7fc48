#pragma once

#include <optional>
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

// What the app was told by one channel. Nothing: the channel has no such number.
struct ChannelRow {
  std::string channel;
  std::optional<long> announced;
  std::optional<long> left_out;
  std::optional<long> accepted;  // calls of the webhook, and so the next ones
  std::optional<long> failed;
  std::optional<long> dropped;
  std::optional<long> dead;
};
std::vector<ChannelRow> run_channels(Transaction& transaction, Period const& period);

RunTotals run_totals(Transaction& transaction, Period const& period);
// Most frequent first; those that differ in numbers alone count as one.
std::vector<ErrorRow> run_errors(Transaction& transaction, Period const& period, int limit);

}  // namespace proactive::store
