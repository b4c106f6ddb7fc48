#include "domain/facts.hpp"

#include <algorithm>

namespace proactive {

namespace {

// A delivery may write its own instant into the app's last_interaction, which may keep it in whole milliseconds or
// seconds: so much later is still ours.
constexpr std::chrono::seconds most_rounding{1};

bool is_ours(Instant interaction, std::optional<Instant> const& outreach) {
  return outreach && interaction <= *outreach + most_rounding;
}

long later_than(std::optional<Instant> const& sign, std::vector<Instant> const& deliveries) {
  return std::count_if(deliveries.begin(), deliveries.end(), [&](Instant at) { return !sign || at > *sign; });
}

}  // namespace

std::optional<Instant> user_sign(PairFacts const& facts) {
  auto sign = facts.user_wrote_at;
  auto const consider = [&](std::optional<Instant> const& other) {
    if (other && (!sign || *other > *sign)) sign = other;
  };
  if (facts.last_interaction && !is_ours(*facts.last_interaction, facts.last_outreach_at)) {
    consider(facts.last_interaction);
  }
  consider(facts.silent_since);
  return sign ? sign : facts.since;
}

long unanswered_by_pair(PairFacts const& facts) { return later_than(user_sign(facts), facts.pair_deliveries); }

long unanswered_by_user(PairFacts const& facts) {
  return later_than(std::max(user_sign(facts), facts.user_wrote_any_at), facts.user_deliveries);
}

std::optional<long> silent_hours(PairFacts const& facts, Instant now) {
  auto const sign = user_sign(facts);
  if (!sign) return std::nullopt;
  return whole_hours(*sign, now);
}

std::optional<Instant> last_contact(PairFacts const& facts) {
  auto const sign = user_sign(facts);
  if (!sign) return std::nullopt;
  return std::max(*sign, facts.last_outreach_at.value_or(*sign));
}

}  // namespace proactive
