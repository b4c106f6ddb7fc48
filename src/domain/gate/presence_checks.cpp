#include "domain/gate/check_groups.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "domain/gate/check_parts.hpp"

namespace proactive {

namespace {

using std::chrono::hours;
using enum AtDelivery;
using enum Changes;

// The user has spoken since it was written: what it says, and why it was due, no longer holds.
CheckResult check_superseded(GateInput const& in) {
  auto const sign = user_sign(in.facts);
  return pass_if(in.due == nullptr || !sign || *sign <= in.due->created_at);
}

CheckResult check_live_chat(GateInput const& in) {
  auto const wrote = std::max(in.facts.user_wrote_at, in.facts.user_wrote_any_at);
  return pass_after(wrote, length<std::chrono::minutes>(in.rules.care.live_chat_minutes), in.now);
}

// Where the app does not say when the companion wrote, nobody knows who wrote last.
bool is_awaiting_reply(PairFacts const& facts) {
  bool const is_known = facts.companion_wrote_at || facts.companion_never_wrote;
  return facts.user_wrote_at && is_known &&
         *facts.user_wrote_at > std::max(facts.companion_wrote_at, facts.last_outreach_at);
}

CheckResult check_awaiting_reply(GateInput const& in) {
  if (!is_awaiting_reply(in.facts)) return pass;
  return pass_after(in.facts.user_wrote_at, length<hours>(in.rules.care.awaiting_reply_hours), in.now);
}

bool has_left(GateInput const& in) {
  auto const silent = silent_hours(in.facts, in.now);
  return in.rules.care.max_silence_days && silent && *silent >= 24L * *in.rules.care.max_silence_days;
}

bool is_stranger(GateInput const& in) {
  return in.rules.care.min_user_messages && in.facts.user_messages &&
         *in.facts.user_messages < *in.rules.care.min_user_messages;
}

CheckResult check_dormant(GateInput const& in) { return pass_if(!has_left(in) && !is_stranger(in)); }

CheckResult check_unread(GateInput const& in) {
  if (!in.facts.unread.value_or(false)) return pass;
  auto const written = std::max(in.facts.companion_wrote_at, in.facts.last_outreach_at);
  return pass_after(written, length<std::chrono::days>(in.rules.care.unread_hold_days), in.now);
}

// Which wait an unanswered message asks for: the first for the first, the last for all further ones.
std::optional<std::chrono::seconds> unanswered_wait(GateInput const& in, long unanswered) {
  auto const& waits = in.rules.unanswered_waits;
  if (waits.empty() || unanswered == 0) return std::nullopt;
  return waits[std::min(static_cast<std::size_t>(unanswered), waits.size()) - 1];
}

bool reaches(long count, Limit const& limit) { return limit && count >= *limit; }

// What only a word to this companion resets needs the user; one to another companion is seen in time.
CheckResult check_unanswered(GateInput const& in) {
  auto const unanswered = unanswered_by_pair(in.facts);
  if (unanswered > 0 && reaches(unanswered, in.rules.care.max_unanswered)) return refuse;
  if (auto const of_user = unanswered_by_user(in.facts);
      of_user > 0 && reaches(of_user, in.rules.care.max_unanswered_user))
    return {false, in.now + hours{24}};
  return pass_after(in.facts.last_outreach_at, unanswered_wait(in, unanswered), in.now);
}

std::string facts_superseded(GateInput const& in) {
  return fmt::format("the user's last sign: {}", ago_text(user_sign(in.facts), in.now));
}

std::string facts_live_chat(GateInput const& in) {
  return fmt::format("user wrote to any companion: {}, {}",
                     ago_text(std::max(in.facts.user_wrote_at, in.facts.user_wrote_any_at), in.now),
                     bound_text("must be at least", in.rules.care.live_chat_minutes, " min ago"));
}

std::string facts_awaiting_reply(GateInput const& in) {
  auto const wrote = ago_text(in.facts.user_wrote_at, in.now);
  if (!is_awaiting_reply(in.facts)) return fmt::format("companion owes an answer: no, user wrote: {}", wrote);
  return fmt::format("companion owes an answer: yes, user wrote: {}, {}", wrote,
                     bound_text("must be at least", in.rules.care.awaiting_reply_hours, " h ago"));
}

std::string facts_dormant(GateInput const& in) {
  return fmt::format("user silent for: {}, {}; messages of the user: {}, {}",
                     hours_text(silent_hours(in.facts, in.now)),
                     days_text("must be below", in.rules.care.max_silence_days),
                     in.facts.user_messages ? fmt::format("{}", *in.facts.user_messages) : "unknown",
                     bound_text("must be at least", in.rules.care.min_user_messages));
}

std::string facts_unread(GateInput const& in) {
  return fmt::format("newest message unread: {}, {}", in.facts.unread ? yes_no(*in.facts.unread) : "unknown",
                     days_text("held for", in.rules.care.unread_hold_days));
}

std::string facts_unanswered(GateInput const& in) {
  return fmt::format("unanswered messages of the companion: {}, {}; of all: {}, {}; the last: {}",
                     unanswered_by_pair(in.facts), bound_text("must be below", in.rules.care.max_unanswered),
                     unanswered_by_user(in.facts), bound_text("must be below", in.rules.care.max_unanswered_user),
                     ago_text(in.facts.last_outreach_at, in.now));
}

constexpr std::array presence_table{
    Check{Reason::superseded, cancel, with_time, Judges::due, Shadow::never, check_superseded, facts_superseded},
    Check{Reason::live_chat, hold, with_time, Judges::pair, Shadow::allowed, check_live_chat, facts_live_chat},
    Check{Reason::awaiting_reply, cancel, with_time, Judges::pair, Shadow::allowed, check_awaiting_reply,
          facts_awaiting_reply},
    Check{Reason::dormant, cancel, by_user, Judges::pair, Shadow::allowed, check_dormant, facts_dormant},
    Check{Reason::unread, hold, with_time, Judges::pair, Shadow::allowed, check_unread, facts_unread},
    Check{Reason::unanswered, cancel, by_user, Judges::pair, Shadow::allowed, check_unanswered, facts_unanswered},
};

}  // namespace

std::span<Check const> presence_checks() { return presence_table; }

}  // namespace proactive
