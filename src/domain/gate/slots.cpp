#include "domain/gate/slots.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "base/hash.hpp"
#include "domain/gate/limits.hpp"

namespace proactive {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr minutes quarter{15};
constexpr hours horizon{24};

GateInput at_slot(GateInput const& input, Instant slot) {
  auto copy = input;
  copy.slot = slot;
  return copy;
}

// The first check that refuses the instant.
Check const* refusing_check(GateInput const& input, Instant slot) {
  auto const in = at_slot(input, slot);
  for (auto const& check : checks()) {
    if (check.judges == Judges::slot && !check.test(in).passed) return &check;
  }
  return nullptr;
}

// The same for the pair on the same day, so that a dry run shows what a run does, and different for others.
minutes minute_of(PairFacts const& facts, Instant slot, minutes span) {
  if (span <= minutes{0}) return minutes{0};
  auto const day = std::chrono::floor<std::chrono::days>(slot).time_since_epoch().count();
  auto const hash = fnv1a(facts.pair.user_id + '\0' + facts.pair.companion_id + '\0' + std::to_string(day));
  return minutes{static_cast<long>((hash >> 16U) % static_cast<unsigned long>(span.count()))};
}

// A minute of the pair's own within the quarter, where it is allowed too.
Instant with_own_minute(GateInput const& input, Instant slot, Instant end) {
  auto const own = slot + minute_of(input.facts, slot, quarter);
  return own < end && refusing_check(input, own) == nullptr ? own : slot;
}

// Where the quarters are looked at from: all that waited for the end of quiet hours would come at once.
Instant after_quiet_hours(GateInput const& input, Instant earliest) {
  auto const end = is_quiet(input, earliest) ? quiet_until(input, earliest) : std::nullopt;
  if (!end) return earliest;
  auto const spread = *end + minute_of(input.facts, *end, minutes{input.rules.care.quiet_end_spread_minutes});
  return is_quiet(input, spread) ? *end : spread;
}

// What refused the quarters that were looked at. What is known of the last of them says when to look again.
struct Refusals {
  std::map<Reason, long> counts;
  long quarters = 0;
  std::optional<Instant> may_change_at;

  void add(GateInput const& in) {
    ++quarters;
    may_change_at.reset();
    for (auto const& check : checks()) {
      if (check.judges != Judges::slot) continue;
      auto const result = check.test(in);
      if (result.passed) continue;
      ++counts[check.reason];
      may_change_at = std::max(may_change_at, result.may_change_at);
    }
  }

  // Reasons are declared in the order of their checks.
  [[nodiscard]] SlotChoice choice() const {
    auto const of_all =
        std::find_if(counts.begin(), counts.end(), [&](auto const& count) { return count.second == quarters; });
    return {std::nullopt, of_all != counts.end() ? of_all->first : counts.rbegin()->first, may_change_at};
  }
};

// The seed's instant or none.
SlotChoice seed_slot(GateInput const& input) {
  Refusals refusals;
  refusals.add(input);
  if (!refusals.counts.empty()) return refusals.choice();
  return {delivery_time(input.facts, input.rules, input.now), std::nullopt, std::nullopt};
}

}  // namespace

SlotChoice choose_slot(GateInput const& input) {
  if (input.rules.care.send_time == SendTime::advance) return seed_slot(input);
  auto const earliest = delivery_time(input.facts, input.rules, input.now);
  auto const end = std::max(input.now + horizon, earliest + minutes{1});
  if (auto const slot = next_slot(input, earliest, end)) return {slot, std::nullopt, std::nullopt};
  Refusals refusals;
  for (auto slot = earliest; slot < end; slot = next_quarter(slot)) refusals.add(at_slot(input, slot));
  return refusals.choice();
}

std::optional<Instant> next_slot(GateInput const& input, Instant earliest, Instant end) {
  for (auto slot = after_quiet_hours(input, earliest); slot < end; slot = next_quarter(slot)) {
    if (refusing_check(input, slot) == nullptr) return with_own_minute(input, slot, end);
  }
  return std::nullopt;
}

std::vector<SlotSpan> allowed_slots(GateInput const& input) {
  std::vector<SlotSpan> spans;
  auto const end = input.now + horizon;
  for (auto slot = delivery_time(input.facts, input.rules, input.now); slot < end; slot = next_quarter(slot)) {
    if (refusing_check(input, slot) != nullptr) continue;
    auto const until = next_quarter(slot);
    if (!spans.empty() && spans.back().end == slot) {
      spans.back().end = until;
    } else {
      spans.push_back({slot, until});
    }
  }
  return spans;
}

}  // namespace proactive
