#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/settings/settings.hpp"
#include "domain/simulation/log.hpp"
#include "store/pg/database.hpp"

// Days that have passed, as our own log and the app tell them.
namespace proactive::store {

struct LogExtent {
  long messages = 0;
  std::optional<Instant> first;
};
LogExtent log_extent(Transaction& transaction, simulation::Days const& days);

// When the newest message was sent; nullopt: none ever was.
std::optional<Instant> newest_message(Transaction& transaction);

// Users that are known: `most` of them, by chance, and the same ones each time.
struct SampledUsers {
  long users = 0;
  std::vector<std::string> sample;
};
SampledUsers sampled_users(Transaction& transaction, long most);

// Who has a pair that the app knows and that can be read; the other pairs are counted, with what was sent to them.
struct LogBatch {
  std::vector<simulation::LoggedUser> users;
  long pairs_left_out = 0;
  long messages_left_out = 0;

  void append(LogBatch other);
};
// `counted`: so many messages to a pair as a limit of any settings may count, however long ago.
LogBatch read_log(Transaction& transaction, std::vector<std::string> const& users, simulation::Days const& days,
                  long counted, Settings const& settings);

}  // namespace proactive::store
