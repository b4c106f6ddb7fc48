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

void MessageCount::add(Instant at, LocalTime const& local, bool zone_known, Tally& tally) {
  ++tally.messages;
  auto const hour = local.since_midnight / std::chrono::hours{1};
  ++tally.by_hour.at(static_cast<std::size_t>(hour));
  if (hour < Tally::night_ends_at && !zone_known) ++tally.at_night_of_unknown_zones;
  of_day_ = local.day == last_day_ ? of_day_ + 1 : 1;
  last_day_ = local.day;
  tally.most_in_a_day = std::max(tally.most_in_a_day, of_day_);
  if (last_at_) {
    auto const gap = std::chrono::floor<std::chrono::minutes>(at - *last_at_);
    tally.longest_gap = std::max(tally.longest_gap, std::optional{gap});
    tally.shortest_gap = std::min(tally.shortest_gap.value_or(gap), gap);
  }
  last_at_ = at;
}

long Tally::at_night() const { return std::accumulate(by_hour.begin(), by_hour.begin() + night_ends_at, 0L); }

}  // namespace proactive::simulation
