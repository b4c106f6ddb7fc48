#include "domain/simulation/known.hpp"

#include <algorithm>

namespace proactive::simulation {

namespace {

// The limits of a week look back so far.
constexpr std::chrono::hours kept_deliveries{8 * 24};

// As many are kept as runs read.
void trim_deliveries(std::vector<Instant>& deliveries, std::size_t counted, Instant oldest) {
  while (deliveries.size() > counted && deliveries.front() <= oldest) deliveries.erase(deliveries.begin());
}

}  // namespace

// A pair whose user has written is looked at by the next run.
void Known::write(std::size_t pair, Instant begin, std::chrono::minutes length) {
  auto& [facts, next_check, open, unresponded] = pairs.at(pair);
  facts.user_wrote_at = std::max(facts.user_wrote_at, std::optional{begin + length});
  if (facts.companion_wrote_at) facts.companion_wrote_at = facts.user_wrote_at;
  if (facts.unread) facts.unread = false;
  next_check = std::min(next_check, begin);
  for (auto const sent : unresponded) tally.responded += begin - sent <= response_window ? 1 : 0;
  unresponded.clear();
  write_to_somebody(begin, length);
}

void Known::write_to_somebody(Instant begin, std::chrono::minutes length) {
  user_wrote_any_at = std::max(user_wrote_any_at, std::optional{begin + length});
}

void Known::note_delivery(KnownPair& pair, Open const& open, Instant now, std::size_t counted) {
  deliveries.push_back(now);
  trim_deliveries(deliveries, counted, now - kept_deliveries);
  auto& facts = pair.facts;
  facts.pair_deliveries.push_back(now);
  trim_deliveries(facts.pair_deliveries, counted, now);
  facts.last_outreach_at = now;
  facts.last_type = open.engagement.type;
  facts.silent_since = open.silent_since;
  if (facts.companion_wrote_at || facts.companion_never_wrote) facts.companion_wrote_at = now;
  facts.companion_never_wrote = false;
  if (facts.unread) facts.unread = true;
  if (facts.user_wrote_at && now < *facts.user_wrote_at) {  // in the middle of the user's words
    ++tally.responded;
  } else {
    pair.unresponded.push_back(now);
  }
}

}  // namespace proactive::simulation
