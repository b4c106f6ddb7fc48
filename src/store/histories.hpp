#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/experiment/experiment.hpp"
#include "domain/experiment/metric.hpp"
#include "store/pg/database.hpp"

// What happened to users before and after a variant reached them.
namespace proactive::store {

// Whether the app's adapter tells when users are there.
bool tells_sessions(Transaction& transaction);

// A user, and the instant from which on they are looked at.
struct Exposed {
  std::string user_id;
  Instant at;
};

// Of the variant's users, `most` of them after `after` (empty: the first ones), in the order of their ids.
std::vector<Exposed> exposures_of(Transaction& transaction, Experiment const& experiment, std::string const& variant,
                                  std::string const& after, int most);

// To whom messages were sent from `from` on and before `to`, with the first of them: `most` of them, by chance.
struct ReachedUsers {
  long users = 0;
  std::vector<Exposed> sample;
};
ReachedUsers reached_users(Transaction& transaction, Instant from, Instant to, int most);

// In the same order; with sessions where the adapter tells them. Who has no known zone has `default_zone`. At most some
// thousand users at once.
std::vector<UserHistory> read_histories(Transaction& transaction, std::vector<Exposed> const& users,
                                        std::string const& default_zone);

}  // namespace proactive::store
