#include "domain/gate/check_groups.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "domain/gate/check_parts.hpp"
#include "domain/gate/limits.hpp"
#include "domain/policy/terms.hpp"
#include "domain/user_zone.hpp"

namespace proactive {

namespace {

using std::chrono::hours;
using enum AtDelivery;
using enum Changes;

CheckResult check_user_limit(GateInput const& in) {
  if (in.facts.user_open < in.rules.gate.max_engagements_per_user) return pass;
  return {false, in.facts.next_delivery};
}

CheckResult check_week_limit(GateInput const& in) {
  auto const limit = week_limit(in);
  if (!limit || static_cast<long>(in.facts.user_deliveries.size()) < *limit) return pass;
  return pass_if(deliveries_in_week(in.facts, reading_time(in)) < *limit);
}

// Local days are dear, and most users have too few deliveries on all days together.
CheckResult check_day_limit(GateInput const& in) {
  auto const read_at = reading_time(in);
  auto const limit = day_limit(in, read_at);
  if (static_cast<long>(in.facts.user_deliveries.size()) < limit) return pass;
  if (deliveries_on_day(in.facts, read_at) < limit) return pass;
  return {false, in.now + (local_day(read_at, in.facts.zone()).end - read_at)};
}

CheckResult check_gap(GateInput const& in) {
  auto const gap = gap_hours(in);
  auto const nearest = gap ? too_close(in.facts, reading_time(in), *gap) : std::nullopt;
  if (!nearest) return pass;
  return {false, in.now + (*nearest + hours{*gap} - reading_time(in))};
}

// When it ends is looked for only where the instant is not one of many.
CheckResult check_quiet_hours(GateInput const& in) {
  auto const read_at = reading_time(in);
  if (!is_quiet(in, read_at)) return pass;
  if (in.slot) return refuse;
  auto const end = quiet_until(in, read_at);
  return {false, end ? std::optional{in.now + (*end - read_at)} : std::nullopt};
}

std::string facts_user_limit(GateInput const& in) {
  return fmt::format("open engagements of the user: {}, must be below {}", in.facts.user_open,
                     in.rules.gate.max_engagements_per_user);
}

std::string slot_text(GateInput const& in) {
  return fmt::format("{} ({})", format_local(reading_time(in), in.facts.zone()),
                     zone_in_words(user_zone(in.facts, in.rules.care)));
}

// What explains a bound that is stricter than anybody has wished.
std::string unreadable_text(GateInput const& in, std::initializer_list<std::string_view> wishes) {
  std::string text;
  for (auto const& name : in.facts.unreadable_wishes) {
    if (std::find(wishes.begin(), wishes.end(), name) == wishes.end()) continue;
    text += fmt::format(", {} of the user cannot be read", name);
  }
  return text;
}

std::string facts_week_limit(GateInput const& in) {
  return fmt::format("messages to the user in a week that holds {}: {}, {}{}", slot_text(in),
                     deliveries_in_week(in.facts, reading_time(in)), bound_text("must be below", week_limit(in)),
                     unreadable_text(in, {"frequency", "max_per_week"}));
}

std::string facts_day_limit(GateInput const& in) {
  auto const read_at = reading_time(in);
  return fmt::format("deliveries on the user's day of {}: {}, must be below {}{}", slot_text(in),
                     deliveries_on_day(in.facts, read_at), day_limit(in, read_at),
                     unreadable_text(in, {"max_per_day"}));
}

std::string facts_gap(GateInput const& in) {
  auto const gap = gap_hours(in);
  auto const nearest = gap ? too_close(in.facts, reading_time(in), *gap) : std::nullopt;
  return fmt::format("message too close to {}: {}, {}{}", slot_text(in),
                     nearest ? format_local(*nearest, in.facts.zone()) : "none",
                     bound_text("must be at least", gap, " h apart"), unreadable_text(in, {"min_gap_hours"}));
}

std::string facts_quiet_hours(GateInput const& in) {
  auto text = fmt::format("quiet at {}: {}{}", slot_text(in), yes_no(is_quiet(in, reading_time(in))),
                          unreadable_text(in, {"quiet_hours"}));
  if (is_quiet_by_policy(in.facts, in.rules, reading_time(in))) text += ", by a policy or the user's age";
  if (in.facts.zone_known) return text;
  return fmt::format("{}{}, zone unknown: {}", text, unreadable_text(in, {"timezone"}),
                     name_of(in.rules.care.unknown_timezone));
}

constexpr std::array moment_table{
    Check{Reason::user_limit, nothing, with_time, Judges::pair, Shadow::allowed, check_user_limit, facts_user_limit},
    Check{Reason::week_limit, hold, with_time, Judges::slot, Shadow::allowed, check_week_limit, facts_week_limit},
    Check{Reason::day_limit, hold, with_time, Judges::slot, Shadow::allowed, check_day_limit, facts_day_limit},
    Check{Reason::gap, hold, with_time, Judges::slot, Shadow::allowed, check_gap, facts_gap},
    Check{Reason::quiet_hours, hold, with_time, Judges::slot, Shadow::never, check_quiet_hours, facts_quiet_hours},
};

}  // namespace

std::span<Check const> moment_checks() { return moment_table; }

}  // namespace proactive
