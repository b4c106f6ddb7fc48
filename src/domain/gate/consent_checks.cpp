#include "domain/gate/check_groups.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/column.hpp"
#include "domain/gate/check_parts.hpp"
#include "domain/policy/age.hpp"
#include "domain/policy/terms.hpp"
#include "domain/safety.hpp"

namespace proactive {

namespace {

using std::chrono::hours;
using enum AtDelivery;
using enum Changes;

CheckResult check_enabled(GateInput const& in) { return pass_if(in.rules.gate.enabled); }
CheckResult check_gone(GateInput const& in) { return pass_if(in.facts.exists); }
CheckResult check_inactive(GateInput const& in) { return pass_if(in.facts.user_active && in.facts.companion_active); }

bool has_opted_out(PairFacts const& facts) { return !facts.preferences.enabled.value_or(true); }
bool has_agreed(PairFacts const& facts) { return facts.preferences.agreed.value_or(false); }
CheckResult check_opted_out(GateInput const& in) {
  return pass_if(!has_opted_out(in.facts) && (has_agreed(in.facts) || !in.rules.care.consent_required));
}

CheckResult check_others_read(GateInput const& in) { return pass_if(!in.facts.others_read); }

// The law's demand for consent; the operator's own is check_opted_out.
CheckResult check_policy(GateInput const& in) {
  return pass_if(has_agreed(in.facts) || !terms_of(in.facts, in.rules, reading_time(in)).consent);
}

// On the local day on which the message is read. Nothing romantic is written to a minor.
CheckResult check_minor(GateInput const& in) {
  auto const read_at = reading_time(in);
  if (!counts_as_minor(in.facts, in.rules, read_at)) return pass;
  auto const stage = in.facts.stage();
  return pass_if(stage && *stage < Stage::intimate && terms_of(in.facts, in.rules, read_at).allows_minors);
}

// The latest end of the flags that hold; nullopt: none does.
std::optional<CheckResult> flagged(GateInput const& in) {
  std::optional<CheckResult> refusal;
  for (auto const& flag : in.facts.flags) {
    auto const end = silence_end(flag, in.rules);
    if (!end) return refuse;
    if (*end > in.now && (!refusal || *refusal->may_change_at < *end)) refusal = CheckResult{false, end};
  }
  return refusal;
}

CheckResult check_crisis(GateInput const& in) {
  if (in.facts.in_crisis) return refuse;
  return flagged(in).value_or(pass);
}

// A user in distress gets nothing but support, from somebody who is a friend at least, and after a rest.
CheckResult check_distress(GateInput const& in) {
  auto const end = distress_end(in.facts, in.rules, in.now);
  if (!end) return pass;
  auto const stage = in.facts.stage();
  if (!stage || *stage < Stage::friend_ || (in.due != nullptr && !in.due->is_safe)) return {false, end};
  return pass_after(std::min(in.facts.mood->at, in.now), distress_rest, in.now);
}

// The latest end of those mutes that the filter takes; nullopt: none holds.
template <typename Filter>
std::optional<CheckResult> muted(GateInput const& in, Filter const& takes) {
  std::optional<CheckResult> refusal;
  for (auto const& mute : in.facts.mutes) {
    if (!mute.holds(in.now) || !takes(mute)) continue;
    if (!mute.until) return refuse;
    if (!refusal || *refusal->may_change_at < *mute.until) refusal = CheckResult{false, mute.until};
  }
  return refusal;
}

CheckResult check_snoozed(GateInput const& in) {
  return muted(in, [](Mute const& mute) { return mute.all_companions && !mute.type; }).value_or(pass);
}

// A muted type is not planned, and does not refuse the pair; one that is due is not delivered.
CheckResult check_muted(GateInput const& in) {
  return muted(in,
               [&](Mute const& mute) {
                 return mute.type ? in.due != nullptr && in.due->type == *mute.type : !mute.all_companions;
               })
      .value_or(pass);
}

std::string facts_enabled(GateInput const& in) { return fmt::format("enabled: {}", yes_no(in.rules.gate.enabled)); }
std::string facts_gone(GateInput const& in) { return fmt::format("the pair exists: {}", yes_no(in.facts.exists)); }

std::string facts_inactive(GateInput const& in) {
  return fmt::format("user active: {}, companion active: {}", yes_no(in.facts.user_active),
                     yes_no(in.facts.companion_active));
}

std::string facts_opted_out(GateInput const& in) {
  return fmt::format("opted out: {}, agreed: {}", yes_no(has_opted_out(in.facts)), yes_no(has_agreed(in.facts)));
}

std::string facts_others_read(GateInput const& in) {
  return fmt::format("others read the conversation: {}", yes_no(in.facts.others_read));
}

std::string facts_policy(GateInput const& in) {
  auto const terms = terms_of(in.facts, in.rules, reading_time(in));
  auto const ids = column(terms.packs, [](PolicyPack const* pack) { return pack->id; });
  return fmt::format("jurisdiction: {}, policies: {}, they ask for consent: {}, agreed: {}",
                     in.facts.jurisdiction.value_or("unknown"), ids.empty() ? "none" : join(ids, " "),
                     yes_no(terms.consent), yes_no(has_agreed(in.facts)));
}

std::string facts_minor(GateInput const& in) {
  auto const read_at = reading_time(in);
  return fmt::format("age: {}, counts as a minor: {}, minors allowed: {}, stage: {}",
                     name_of(age_at(in.facts, read_at).age), yes_no(counts_as_minor(in.facts, in.rules, read_at)),
                     yes_no(terms_of(in.facts, in.rules, read_at).allows_minors),
                     shortened(printable(in.facts.stage_name), 40));
}

std::string facts_crisis(GateInput const& in) {
  auto const refusal = flagged(in);
  auto const end = refusal && refusal->may_change_at ? format_instant(*refusal->may_change_at) : "released";
  return fmt::format("in crisis: {}, flagged: {}", yes_no(in.facts.in_crisis), refusal ? "until " + end : "no");
}

std::string facts_distress(GateInput const& in) {
  auto const& mood = in.facts.mood;
  if (!mood) return "mood: unknown";
  return fmt::format("mood: {} of intensity {}, {}; in distress: {}", shortened(printable(mood->state), 40),
                     mood->intensity, ago_text(mood->at, in.now), yes_no(is_distressed(in.facts, in.rules, in.now)));
}

std::string facts_mutes(GateInput const& in) {
  auto const count =
      std::count_if(in.facts.mutes.begin(), in.facts.mutes.end(), [&](Mute const& mute) { return mute.holds(in.now); });
  return fmt::format("mutes of the user that concern the companion: {}", count);
}

constexpr std::array consent_table{
    Check{Reason::disabled, nothing, with_time, Judges::pair, Shadow::never, check_enabled,
          facts_enabled},  // nothing runs at all
    Check{Reason::gone, cancel, by_user, Judges::pair, Shadow::never, check_gone, facts_gone},
    Check{Reason::inactive, cancel, by_user, Judges::pair, Shadow::never, check_inactive, facts_inactive},
    Check{Reason::opted_out, cancel, with_time, Judges::pair, Shadow::never, check_opted_out, facts_opted_out},
    Check{Reason::policy, cancel, with_time, Judges::pair_and_slot, Shadow::never, check_policy, facts_policy},
    Check{Reason::others_read, cancel, with_time, Judges::pair, Shadow::never, check_others_read, facts_others_read},
    Check{Reason::minor, cancel, with_time, Judges::pair_and_slot, Shadow::never, check_minor, facts_minor},
    Check{Reason::crisis, cancel, with_time, Judges::pair, Shadow::never, check_crisis, facts_crisis},
    Check{Reason::distress, cancel, with_time, Judges::pair, Shadow::never, check_distress, facts_distress},
    Check{Reason::snoozed, cancel, with_time, Judges::pair, Shadow::never, check_snoozed, facts_mutes},
    Check{Reason::muted, cancel, with_time, Judges::pair, Shadow::never, check_muted, facts_mutes},
};

}  // namespace

std::span<Check const> consent_checks() { return consent_table; }

}  // namespace proactive
