#include "domain/plan/outcome.hpp"

#include <algorithm>
#include <array>

namespace proactive {

namespace {

using std::chrono::hours;

constexpr hours objection{24};

// Most answers come soon or never.
std::optional<Instant> next_question(Instant sent_at, hours window, Instant now) {
  std::array asked{hours{1}, hours{6}, objection, window, hours{72}, hours{168}};
  std::sort(asked.begin(), asked.end());
  for (auto const after : asked) {
    if (sent_at + after > now) return sent_at + after;
  }
  return std::nullopt;
}

Outcome answered(Outcome outcome, SentEngagement const& sent, hours window, Instant now) {
  auto const at = *outcome.answer.answered_at;
  outcome.status = at - sent.sent_at <= window ? "responded" : "ignored";
  auto const counted = at + hours{1};
  if (counted > now && !sent.is_ghost) outcome.ask_again = counted;
  return outcome;
}

Outcome unanswered(Outcome outcome, SentEngagement const& sent, hours window, Instant now) {
  outcome.answer.answer_id.reset();
  outcome.answer.replies_1h.reset();
  if (now - sent.sent_at >= window) outcome.status = "ignored";
  outcome.ask_again = next_question(sent.sent_at, window, now);
  return outcome;
}

}  // namespace

Outcome outcome_of(SentEngagement const& sent, UserAnswer const& answer, hours window, Instant now) {
  Outcome outcome{sent.key, "sent", answer, std::nullopt};
  auto& known = outcome.answer;
  bool const is_ours = known.answered_at && *known.answered_at < sent.sent_at;  // not after it: of another message
  if (is_ours) known.answered_at.reset();
  outcome = known.answered_at ? answered(outcome, sent, window, now) : unanswered(outcome, sent, window, now);
  if (!answer.objects || sent.is_ghost) return outcome;
  auto const last_question = sent.sent_at + objection;
  if (*answer.objects && sent.asked_at <= last_question) outcome.objected_at = now;
  if (!*answer.objects && now < last_question)
    outcome.ask_again = std::min(outcome.ask_again.value_or(last_question), last_question);
  return outcome;
}

}  // namespace proactive
