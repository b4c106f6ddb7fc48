#include "domain/gate/slots.hpp"

#include <algorithm>
#include <array>

#include "base/column.hpp"
#include "base/hash.hpp"
#include "domain/gate/limits.hpp"
#include "domain/gate/shadow.hpp"
#include "domain/timing/habit.hpp"

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
    if (judges_slot(check.judges) && !is_shadow(check, in.rules) && !check.test(in).passed) return &check;
  }
  return nullptr;
}

// The same for the pair on the same day, so that a dry run shows what a run does, and different for others.
std::uint64_t hash_of_day(PairFacts const& facts, Instant slot) {
  auto const day = std::chrono::floor<std::chrono::days>(slot).time_since_epoch().count();
  return fnv1a(facts.pair.user_id + '\0' + facts.pair.companion_id + '\0' + std::to_string(day));
}

minutes minute_of(PairFacts const& facts, Instant slot, minutes span) {
  if (span <= minutes{0}) return minutes{0};
  return minutes{static_cast<long>((hash_of_day(facts, slot) >> 16U) % static_cast<unsigned long>(span.count()))};
}

// A minute of the pair's own within the quarter, where it is allowed too.
Instant with_own_minute(GateInput const& input, Instant slot, Instant end) {
  auto const own = slot + minute_of(input.facts, slot, quarter);
  return own < end && refusing_check(input, own) == nullptr ? own : slot;
}

// Where the quarters are looked at from: all that waited for the end of quiet hours would come at once.
Instant after_quiet_hours(GateInput const& input, Instant earliest, Instant end) {
  auto const over = is_quiet(input, earliest) ? quiet_until(input, earliest) : std::nullopt;
  if (!over || *over >= end) return earliest;
  auto const room = std::chrono::floor<minutes>(end - *over);
  auto const span = std::min(minutes{input.rules.care.quiet_end_spread_minutes}, room);
  auto const spread = *over + minute_of(input.facts, *over, span);
  return is_quiet(input, spread) ? *over : spread;
}

std::optional<Instant> first_allowed(GateInput const& input, Instant earliest, Instant end) {
  for (auto slot = earliest; slot < end; slot = next_quarter(slot)) {
    if (refusing_check(input, slot) == nullptr) return slot;
  }
  return std::nullopt;
}

std::vector<SlotSpan> allowed_quarters(GateInput const& input, SlotSpan const& span) {
  std::vector<SlotSpan> quarters;
  for (auto slot = span.begin; slot < span.end; slot = next_quarter(slot)) {
    if (refusing_check(input, slot) == nullptr) quarters.push_back({slot, std::min(next_quarter(slot), span.end)});
  }
  return quarters;
}

// One of the allowed quarters, at a minute of the pair's own. None where the user's habit is not known, or nothing is
// allowed.
std::optional<SlotChoice> drawn_slot(GateInput const& input, SlotSpan const& span) {
  auto const habit = learn_habit(input.facts, input.now);
  if (!habit.is_known()) return std::nullopt;
  auto const quarters = allowed_quarters(input, span);
  if (quarters.empty()) return std::nullopt;
  auto& clock = clock_of(input.facts.zone());
  auto const weights =
      column(quarters, [&](SlotSpan const& allowed) { return habit.weight_at(clock.at(allowed.begin)); });
  auto const [index, probability] = draw(weights, mixed(hash_of_day(input.facts, span.begin)));
  auto const& [begin, end] = quarters[index];
  return SlotChoice{with_own_minute(input, begin, end), std::nullopt, std::nullopt,
                    HourChoice{probability, static_cast<long>(quarters.size())}};
}

// After 24 hours of silence the earliest instant is nearer all at once: a pair that waits is looked at then.
std::optional<Instant> not_after_long_silence(GateInput const& input, std::optional<Instant> change) {
  auto const sign = user_sign(input.facts);
  auto const long_silent = sign ? std::optional{*sign + hours{24}} : std::nullopt;
  if (!long_silent || *long_silent <= input.now) return change;
  return std::min(change.value_or(*long_silent), *long_silent);
}

// The seed's instant or none.
SlotChoice seed_slot(GateInput const& input) {
  auto const slot = delivery_time(input.facts, input.rules, input.now);
  SlotChoice choice{slot, std::nullopt, std::nullopt};
  for (auto const& check : checks()) {
    if (!judges_slot(check.judges) || is_shadow(check, input.rules)) continue;
    auto const result = check.test(input);
    if (result.passed) continue;
    choice.slot.reset();
    if (!choice.refused) choice.refused = check.reason;
    choice.may_change_at = std::max(choice.may_change_at, result.may_change_at);
  }
  if (choice.refused) choice.may_change_at = not_after_long_silence(input, choice.may_change_at);
  return choice;
}

// In which the slot is chosen.
SlotSpan span_of(GateInput const& input) {
  auto const earliest = delivery_time(input.facts, input.rules, input.now);
  if (input.rules.care.send_time == SendTime::advance) return {earliest, earliest + minutes{1}};
  return {earliest, std::max(input.now + horizon, earliest + minutes{1})};
}

}  // namespace

// The span moves on with time: a quarter behind it comes into it when so much time has passed.
SlotChoice choose_slot(GateInput const& input) {
  if (input.rules.care.send_time == SendTime::advance) return seed_slot(input);
  auto const span = span_of(input);
  if (input.rules.care.send_time == SendTime::learned) {
    if (auto drawn = drawn_slot(input, span)) return *drawn;
  }
  auto const [earliest, end] = span;
  if (auto const slot = next_slot(input, earliest, end)) return {slot, std::nullopt, std::nullopt};
  SlotChoice none{std::nullopt, refusing_check(input, earliest)->reason, std::nullopt};
  if (auto const later = first_allowed(input, end, end + horizon))
    none.may_change_at = input.now + (*later - end) + minutes{1};
  none.may_change_at = not_after_long_silence(input, none.may_change_at);
  return none;
}

std::optional<Instant> next_slot(GateInput const& input, Instant earliest, Instant end) {
  auto slot = first_allowed(input, after_quiet_hours(input, earliest, end), end);
  if (!slot) slot = first_allowed(input, earliest, end);
  return slot ? std::optional{with_own_minute(input, *slot, end)} : std::nullopt;
}

std::vector<SlotSpan> allowed_slots(GateInput const& input) {
  std::vector<SlotSpan> spans;
  for (auto const& quarter : allowed_quarters(input, span_of(input))) {
    if (!spans.empty() && spans.back().end == quarter.begin) {
      spans.back().end = quarter.end;
    } else {
      spans.push_back(quarter);
    }
  }
  return spans;
}

}  // namespace proactive
