#include "domain/plan/outcome.hpp"

#include <algorithm>
#include <array>

namespace proactive {

namespace {

using std::chrono::hours;

// Most answers come soon or never.
std::optional<Instant> next_question(Instant sent_at, hours window, Instant now) {
  std::array asked{hours{1}, hours{6}, window, hours{72}, hours{168}};
  std::sort(asked.begin(), asked.end());
  for (auto const after : asked) {
    if (sent_at + after > now) return sent_at + after;
  }
  return std::nullopt;
}

}  // namespace

Outcome outcome_of(SentEngagement const& sent, UserAnswer const& answer, hours window, Instant now) {
  auto known = answer;
  bool const is_ours = known.answered_at && *known.answered_at < sent.sent_at;  // not after it: of another message
  if (is_ours) known.answered_at.reset();
  Outcome outcome{sent.key, "sent", known, std::nullopt};
  bool const is_over = now - sent.sent_at >= window;
  if (!known.answered_at) {
    outcome.answer.answer_id.reset();
    outcome.answer.replies_1h.reset();
    if (is_over) outcome.status = "ignored";
    outcome.ask_again = next_question(sent.sent_at, window, now);
    return outcome;
  }
  outcome.status = *known.answered_at - sent.sent_at <= window ? "responded" : "ignored";
  auto const counted = *known.answered_at + hours{1};
  if (counted > now) outcome.ask_again = counted;
  return outcome;
}

}  // namespace proactive
