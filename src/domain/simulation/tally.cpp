#include "domain/simulation/tally.hpp"

#include <algorithm>
#include <numeric>

namespace proactive::simulation {

namespace {

void add_counts(ReasonCounts& sum, ReasonCounts const& counts) {
  for (auto const& [reason, count] : counts) sum[reason] += count;
}

}  // namespace

void Tally::merge(Tally const& other) {
  users += other.users;
  messages += other.messages;
  std::transform(by_hour.begin(), by_hour.end(), other.by_hour.begin(), by_hour.begin(), std::plus{});
  at_night_of_unknown_zones += other.at_night_of_unknown_zones;
  answers += other.answers;
  responded += other.responded;
  written_to += other.written_to;
  answering += other.answering;
  opt_outs += other.opt_outs;
  mutes += other.mutes;
  silenced += other.silenced;
  sessions += other.sessions;
  checks += other.checks;
  longest_gap = std::max(longest_gap, other.longest_gap);
  if (!shortest_gap || (other.shortest_gap && *other.shortest_gap < *shortest_gap)) shortest_gap = other.shortest_gap;
  most_in_a_day = std::max(most_in_a_day, other.most_in_a_day);
  add_counts(refused, other.refused);
  add_counts(cancelled, other.cancelled);
  add_counts(held, other.held);
  expired += other.expired;
}

long Tally::at_night() const { return std::accumulate(by_hour.begin(), by_hour.begin() + night_ends_at, 0L); }

}  // namespace proactive::simulation
