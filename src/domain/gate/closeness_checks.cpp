#include "domain/gate/check_groups.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "domain/engagement/type_choice.hpp"
#include "domain/engagement/types.hpp"
#include "domain/gate/check_parts.hpp"

namespace proactive {

namespace {

using std::chrono::hours;
using enum AtDelivery;
using enum Changes;

CheckResult check_stage(GateInput const& in) {
  auto const stage = in.facts.stage();
  return pass_if(stage && *stage >= in.rules.gate.min_relationship_stage);
}

// What is not a number is at least nothing, and so refuses.
CheckResult check_intimacy(GateInput const& in) {
  return pass_if(in.facts.intimacy >= in.rules.gate.min_intimacy_level);
}

CheckResult check_trust(GateInput const& in) { return pass_if(in.facts.trust >= in.rules.gate.min_trust_level); }

// A wait that begins in the future, since the app's clock is ahead, is of less than no hours.
std::optional<long> waited_hours(GateInput const& in) {
  auto const contact = last_contact(in.facts);
  return contact ? std::optional{whole_hours(*contact, in.now)} : std::nullopt;
}

CheckResult check_interval(GateInput const& in) {
  auto const waited = waited_hours(in);
  if (!waited) return refuse;
  if (*waited >= in.rules.gate.min_interval_hours) return pass;
  return {false, *last_contact(in.facts) + hours{in.rules.gate.min_interval_hours}};
}

bool is_conversation_open(PairFacts const& facts) {
  auto const& open = facts.open_conversations;
  return facts.conversation_id && std::find(open.begin(), open.end(), *facts.conversation_id) != open.end();
}

CheckResult check_pending(GateInput const& in) {
  if (!in.facts.pair_open && !is_conversation_open(in.facts)) return pass;
  return {false, in.facts.next_delivery};
}

CheckResult check_type(GateInput const& in) {
  if (!applying_types(in.facts, in.rules, in.now).empty()) return pass;
  return {false, first_type_at(in.facts, in.rules, in.now)};
}

std::string facts_stage(GateInput const& in) {
  return fmt::format("stage: {}, must be at least {}", printable(in.facts.stage_name),
                     name_of(in.rules.gate.min_relationship_stage));
}

std::string facts_intimacy(GateInput const& in) {
  return fmt::format("intimacy: {}, must be at least {}", number_text(in.facts.intimacy),
                     in.rules.gate.min_intimacy_level);
}

std::string facts_trust(GateInput const& in) {
  return fmt::format("trust: {}, must be at least {}", number_text(in.facts.trust), in.rules.gate.min_trust_level);
}

std::string facts_interval(GateInput const& in) {
  return fmt::format("since the last contact: {}, must be at least {} h", hours_text(waited_hours(in)),
                     in.rules.gate.min_interval_hours);
}

std::string facts_pending(GateInput const& in) {
  auto text = fmt::format("open engagement of the pair: {}", yes_no(in.facts.pair_open));
  if (!in.facts.conversation_id) return text;
  return fmt::format("{}, of its conversation: {}", text, yes_no(is_conversation_open(in.facts)));
}

std::string facts_type(GateInput const& in) {
  auto const choice = choose_type(in.facts, in.rules, in.now, reading_time(in));
  return fmt::format("type: {}, last engaged with: {}, usable memory: {}", choice ? name_of(choice->type) : "none",
                     in.facts.last_type ? name_of(*in.facts.last_type) : "nothing",
                     yes_no(has_usable_memory(in.facts, in.rules)));
}

constexpr std::array closeness_table{
    Check{Reason::stage, cancel, by_user, Judges::pair, Shadow::never, check_stage, facts_stage},
    Check{Reason::intimacy, cancel, by_user, Judges::pair, Shadow::allowed, check_intimacy, facts_intimacy},
    Check{Reason::trust, cancel, by_user, Judges::pair, Shadow::allowed, check_trust, facts_trust},
    Check{Reason::interval, nothing, with_time, Judges::pair, Shadow::allowed, check_interval, facts_interval},
    // What is due is the open one itself.
    Check{Reason::pending, nothing, with_time, Judges::pair, Shadow::never, check_pending, facts_pending},
    Check{Reason::no_type, nothing, with_time, Judges::pair, Shadow::never, check_type, facts_type},
};

}  // namespace

std::span<Check const> closeness_checks() { return closeness_table; }

}  // namespace proactive
