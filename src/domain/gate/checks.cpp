#include "domain/gate/checks.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "domain/engagement/types.hpp"

namespace proactive {

namespace {

using std::chrono::hours;

constexpr CheckResult pass{true, std::nullopt};
constexpr CheckResult refuse{false, std::nullopt};

CheckResult pass_if(bool condition) { return condition ? pass : refuse; }

// The rule of 24 hours is the original's own number, not a setting.
constexpr long long_silence_hours = 24;

// What is due is read now.
Instant reading_time(GateInput const& in) {
  return in.due != nullptr ? in.now : delivery_time(in.facts, in.rules, in.now);
}

long deliveries_on_day_of(PairFacts const& facts, Instant instant) {
  if (facts.user_deliveries.empty()) return 0;
  auto const day = local_day(instant, facts.zone());
  return std::count_if(facts.user_deliveries.begin(), facts.user_deliveries.end(),
                       [&](Instant at) { return at >= day.begin && at < day.end; });
}

bool is_conversation_open(PairFacts const& facts) {
  auto const& open = facts.open_conversations;
  return facts.conversation_id && std::find(open.begin(), open.end(), *facts.conversation_id) != open.end();
}

CheckResult check_enabled(GateInput const& in) { return pass_if(in.rules.gate.enabled); }
CheckResult check_gone(GateInput const& in) { return pass_if(in.facts.exists); }
CheckResult check_inactive(GateInput const& in) { return pass_if(in.facts.user_active && in.facts.companion_active); }
CheckResult check_opted_out(GateInput const& in) { return pass_if(!in.facts.opted_out); }
CheckResult check_others_read(GateInput const& in) { return pass_if(!in.facts.others_read); }
CheckResult check_minor(GateInput const& in) { return pass_if(!is_minor(in.facts, in.now)); }
CheckResult check_crisis(GateInput const& in) { return pass_if(!in.facts.in_crisis); }
CheckResult check_stage(GateInput const& in) {
  auto const stage = in.facts.stage();
  return pass_if(stage && *stage >= in.rules.gate.min_relationship_stage);
}

// What is not a number is at least nothing, and so refuses.
CheckResult check_intimacy(GateInput const& in) {
  return pass_if(in.facts.intimacy >= in.rules.gate.min_intimacy_level);
}
CheckResult check_trust(GateInput const& in) { return pass_if(in.facts.trust >= in.rules.gate.min_trust_level); }

// A silence that begins in the future, since the app's clock is ahead, is of less than no hours.
CheckResult check_interval(GateInput const& in) {
  auto const silent = silent_hours(in.facts, in.now);
  if (!silent) return refuse;
  if (*silent >= in.rules.gate.min_interval_hours) return pass;
  return {false, *silence_begin(in.facts) + hours{in.rules.gate.min_interval_hours}};
}

CheckResult check_pending(GateInput const& in) {
  if (!in.facts.pair_open && !is_conversation_open(in.facts)) return pass;
  return {false, in.facts.next_delivery};
}

CheckResult check_user_limit(GateInput const& in) {
  if (in.facts.user_open < in.rules.gate.max_engagements_per_user) return pass;
  return {false, in.facts.next_delivery};
}

CheckResult check_day_limit(GateInput const& in) {
  auto const limit = in.rules.gate.max_engagements_per_day;
  // Local days are dear, and most users have too few deliveries on all days together.
  if (static_cast<long>(in.facts.user_deliveries.size()) < limit) return pass;
  auto const read_at = reading_time(in);
  if (deliveries_on_day_of(in.facts, read_at) < limit) return pass;
  return {false, in.now + (local_day(read_at, in.facts.zone()).end - read_at)};
}

CheckResult check_type(GateInput const& in) {
  if (engagement_type(in.facts, in.rules, in.now)) return pass;
  return {false, first_type_at(in.facts, in.rules)};
}

std::string_view yes_no(bool value) { return value ? "yes" : "no"; }
std::string hours_text(std::optional<long> value) { return value ? fmt::format("{} h", *value) : "unknown"; }

std::string facts_enabled(GateInput const& in) { return fmt::format("enabled {}", yes_no(in.rules.gate.enabled)); }
std::string facts_gone(GateInput const& in) { return fmt::format("known to the app {}", yes_no(in.facts.exists)); }
std::string facts_inactive(GateInput const& in) {
  return fmt::format("user active {}, companion active {}", yes_no(in.facts.user_active),
                     yes_no(in.facts.companion_active));
}
std::string facts_opted_out(GateInput const& in) { return fmt::format("opted out {}", yes_no(in.facts.opted_out)); }
std::string facts_others_read(GateInput const& in) {
  return fmt::format("others read the conversation {}", yes_no(in.facts.others_read));
}
std::string facts_minor(GateInput const& in) { return fmt::format("minor {}", yes_no(is_minor(in.facts, in.now))); }
std::string facts_crisis(GateInput const& in) { return fmt::format("in crisis {}", yes_no(in.facts.in_crisis)); }
std::string facts_stage(GateInput const& in) {
  return fmt::format("stage {}, at least {}", printable(in.facts.stage_name),
                     name_of(in.rules.gate.min_relationship_stage));
}
std::string facts_intimacy(GateInput const& in) {
  return fmt::format("intimacy {}, at least {}", number_text(in.facts.intimacy), in.rules.gate.min_intimacy_level);
}
std::string facts_trust(GateInput const& in) {
  return fmt::format("trust {}, at least {}", number_text(in.facts.trust), in.rules.gate.min_trust_level);
}
std::string facts_interval(GateInput const& in) {
  return fmt::format("silent for {}, at least {} h", hours_text(silent_hours(in.facts, in.now)),
                     in.rules.gate.min_interval_hours);
}
std::string facts_pending(GateInput const& in) {
  auto const text = fmt::format("open engagement of the pair {}", yes_no(in.facts.pair_open));
  if (!in.facts.conversation_id) return text;
  return fmt::format("{}, of its conversation {}", text, yes_no(is_conversation_open(in.facts)));
}
std::string facts_user_limit(GateInput const& in) {
  return fmt::format("open engagements of the user {}, below {}", in.facts.user_open,
                     in.rules.gate.max_engagements_per_user);
}
std::string facts_day_limit(GateInput const& in) {
  auto const read_at = reading_time(in);
  auto const zone = in.facts.zone();
  return fmt::format("deliveries on the user's day of {} ({}) {}, below {}", format_local(read_at, zone), zone,
                     deliveries_on_day_of(in.facts, read_at), in.rules.gate.max_engagements_per_day);
}
std::string facts_type(GateInput const& in) {
  auto const type = engagement_type(in.facts, in.rules, in.now);
  return fmt::format("type {}, last engaged with {}, usable memory {}", type ? name_of(*type) : "none",
                     in.facts.last_type ? name_of(*in.facts.last_type) : "nothing",
                     yes_no(has_usable_memory(in.facts, in.rules)));
}

using enum AtDelivery;
using enum Changes;

// Documented in this order in proactive-schedule(1).
constexpr std::array table{
    Check{Reason::disabled, nothing, with_time, check_enabled, facts_enabled},  // nothing runs at all
    Check{Reason::gone, cancel, by_user, check_gone, facts_gone},
    Check{Reason::inactive, cancel, by_user, check_inactive, facts_inactive},
    Check{Reason::opted_out, cancel, with_time, check_opted_out, facts_opted_out},
    Check{Reason::others_read, cancel, with_time, check_others_read, facts_others_read},
    Check{Reason::minor, cancel, with_time, check_minor, facts_minor},
    Check{Reason::crisis, cancel, with_time, check_crisis, facts_crisis},
    Check{Reason::stage, cancel, by_user, check_stage, facts_stage},
    Check{Reason::intimacy, cancel, by_user, check_intimacy, facts_intimacy},
    Check{Reason::trust, cancel, by_user, check_trust, facts_trust},
    Check{Reason::interval, nothing, with_time, check_interval, facts_interval},
    Check{Reason::pending, nothing, with_time, check_pending, facts_pending},  // it is the open one itself
    Check{Reason::user_limit, nothing, with_time, check_user_limit, facts_user_limit},
    Check{Reason::day_limit, hold, with_time, check_day_limit, facts_day_limit},
    Check{Reason::no_type, nothing, with_time, check_type, facts_type},
};

}  // namespace

std::span<Check const> checks() { return table; }

Instant delivery_time(PairFacts const& facts, GateRules const& rules, Instant now) {
  bool const long_silent = silent_hours(facts, now).value_or(0) >= long_silence_hours;
  return now + hours{long_silent ? 1 : rules.schedule_advance_hours};
}

}  // namespace proactive
