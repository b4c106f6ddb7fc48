#include "domain/gate/limits.hpp"

#include <algorithm>

#include "domain/policy/terms.hpp"
#include "domain/timing/active_hours.hpp"

namespace proactive {

namespace {

using std::chrono::hours;

constexpr hours week{168};
constexpr hours whole_day{24};

long count_between(std::vector<Instant> const& instants, Instant after, Instant until) {
  return std::count_if(instants.begin(), instants.end(), [&](Instant at) { return at > after && at <= until; });
}

bool is_new(GateInput const& in, Instant slot) {
  auto const days = in.rules.care.new_user_days;
  return days && in.facts.since && slot - *in.facts.since < whole_day * *days;
}

bool is_near_hour(Instant slot, Instant written) {
  auto const hour_of = [](Instant at) { return whole_hours({}, at) % 24; };
  auto const apart = (hour_of(slot) - hour_of(written) + 24) % 24;
  return apart <= 1 || apart == 23;
}

// Where no sessions are known, at the hour of the user's last sign.
bool is_active_hour(GateInput const& in, Instant slot) {
  ActiveHours const active(in.facts.sessions, in.now);
  if (active.has_sessions()) return active.contain(slot);
  auto const sign = in.facts.user_wrote_at ? in.facts.user_wrote_at : user_sign(in.facts);
  return sign && in.now - *sign < activity_remembered && is_near_hour(slot, *sign);
}

}  // namespace

int day_limit(GateInput const& in, Instant slot) {
  auto limit = std::optional{in.rules.gate.max_engagements_per_day};
  if (is_new(in, slot)) limit = lower_limit(limit, 1);
  return *lower_limit(limit, in.facts.preferences.max_per_day);
}

std::optional<int> week_limit(GateInput const& in) {
  auto const& preferences = in.facts.preferences;
  auto const by_word = preferences.frequency ? max_per_week(*preferences.frequency) : std::nullopt;
  return lower_limit(in.rules.care.max_engagements_per_week, lower_limit(preferences.max_per_week, by_word));
}

std::optional<int> gap_hours(GateInput const& in) {
  auto const& preferences = in.facts.preferences;
  auto const by_word = preferences.frequency ? min_gap_hours(*preferences.frequency) : std::nullopt;
  return higher_limit(in.rules.care.min_gap_hours, higher_limit(preferences.min_gap_hours, by_word));
}

long deliveries_on_day(PairFacts const& facts, Instant slot) {
  if (facts.user_deliveries.empty()) return 0;
  auto const zone = facts.zone();
  auto const today = local_day(slot, zone);
  return std::count_if(facts.user_deliveries.begin(), facts.user_deliveries.end(),
                       [&](Instant at) { return at >= today.begin && at < today.end; });
}

// A window of a week that holds the slot ends at it, or at a message that is planned after it.
long deliveries_in_week(PairFacts const& facts, Instant slot) {
  auto most = count_between(facts.user_deliveries, slot - week, slot);
  for (auto const end : facts.user_deliveries) {
    if (end > slot && end < slot + week) most = std::max(most, count_between(facts.user_deliveries, end - week, end));
  }
  return most;
}

std::optional<Instant> too_close(PairFacts const& facts, Instant slot, int gap) {
  std::optional<Instant> nearest;
  for (auto const at : facts.user_deliveries) {
    if (slot - at >= hours{gap} || at - slot >= hours{gap}) continue;
    nearest = std::max(nearest, std::optional{at});
  }
  return nearest;
}

bool is_quiet(GateInput const& in, Instant slot) {
  auto const& facts = in.facts;
  auto const& wished = facts.preferences.quiet_hours;
  auto const is_never = [](QuietHours const& hours) { return hours.is_never(); };
  auto const unknown_zone = facts.zone_known ? UnknownZone::by_default : in.rules.care.unknown_timezone;
  if (unknown_zone == UnknownZone::never || is_quiet_by_policy(facts, in.rules, slot)) return true;
  if (in.rules.quiet_hours.is_never() && std::all_of(wished.begin(), wished.end(), is_never)) return false;
  bool const by_activity = unknown_zone == UnknownZone::activity;
  if (by_activity && !is_active_hour(in, slot)) return true;
  auto const local = clock_of(facts.zone()).at(slot);
  return (!by_activity && in.rules.quiet_hours.is_quiet(local)) ||
         std::any_of(wished.begin(), wished.end(), [&](QuietHours const& hours) { return hours.is_quiet(local); });
}

std::optional<Instant> quiet_until(GateInput const& in, Instant slot) {
  auto const last = slot + 2 * whole_day;
  for (auto quarter = next_quarter(slot); quarter <= last; quarter = next_quarter(quarter)) {
    if (!is_quiet(in, quarter)) return quarter;
  }
  return std::nullopt;
}

Instant next_quarter(Instant instant) {
  using Quarter = std::chrono::duration<long, std::ratio<900>>;
  return std::chrono::floor<Quarter>(instant) + Quarter{1};
}

}  // namespace proactive
