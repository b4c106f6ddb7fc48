#include <fmt/core.h>

#include <utility>

#include "base/text.hpp"
#include "base/time.hpp"
#include "domain/llm/answer.hpp"
#include "domain/llm/echo.hpp"
#include "domain/llm/moderation.hpp"
#include "writer/llm/engine.hpp"

// What a service's responses mean for their orders, for the pace and for the form of later requests.
namespace proactive {

namespace {

using std::chrono::milliseconds;

constexpr int most_repetitions = 8;       // that cost a message nothing
constexpr int most_throttles = 8;         // while others are answered
constexpr int most_own_failures = 3;      // the same
constexpr milliseconds first_pause{250};  // of one that is turned away, doubled each time

Instant now_of_the_calendar() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

// The service's words without those of the prompt that it repeats. What is decided by them (`words`) is never shown.
ServiceError own_words(ServiceError error, Order const& order) {
  auto const sent = order.prompt.system + "\n" + order.prompt.user;
  auto const message = without_data(without_echo(error.message, sent), order.prompt.user);
  error.message = without_name(message, order.brief.user_name);
  error.words = without_echo(error.words, sent);
  return error;
}

}  // namespace

void LlmEngine::take_response(net::HttpResponse const& response) {
  auto const found = calls_.find(response.id);
  if (found == calls_.end()) return;
  auto order = std::move(found->second);
  calls_.erase(found);
  --model_of(order).under_way;
  order.trace.latency_ms = static_cast<long>(response.elapsed.count());
  if (response.failure != net::HttpFailure::none) return take_transport_failure(std::move(order), response);
  if (order.passed) return take_moderation(std::move(order), response);
  if (response.status / 100 != 2) {
    settle_refused(order);
    return take_error(std::move(order), read_error(response.status, response.body), response.headers);
  }
  auto const completion = read_completion(response.body);
  settle_tokens(order, completion);
  if (completion.error) return take_error(std::move(order), *completion.error, response.headers);
  take_completion(std::move(order), completion);
}

void LlmEngine::take_transport_failure(Order order, net::HttpResponse const& response) {
  // Without a connection nobody has worked on it.
  response.failure == net::HttpFailure::timeout || response.failure == net::HttpFailure::too_large
      ? settle_unanswered(order)
      : settle_refused(order);
  auto const reason = std::string{name_of(response.failure)};
  log_.failed(reason, response.problem);
  switch (response.failure) {
    case net::HttpFailure::timeout:
      return timed_out(std::move(order), reason);
    case net::HttpFailure::unreachable:
      return failed(std::move(order), reason, Work::not_done, {});
    case net::HttpFailure::refused_address:
      return denied(std::move(order), reason, CallStop::no_endpoint, true);
    case net::HttpFailure::too_large:
      pacing_.ended(order.call, CallEnd::rejected, Clock::now());
      return fall_back(std::move(order), reason);
    default:
      return denied(std::move(order), reason, CallStop::no_endpoint, false);
  }
}

void LlmEngine::take_error(Order order, ServiceError const& raw, Headers const& headers) {
  auto const error = own_words(raw, order);
  auto const reason = fmt::format("http_{}", error.status);
  auto const asked = asked_wait(headers, error, now_of_the_calendar());
  // A service may repeat, in part, the key that it refuses.
  auto const verdict = verdict_of(error);
  log_.failed(reason, verdict == CallVerdict::refused_key ? error.code : error.message);
  switch (verdict) {
    case CallVerdict::throttled:
      return throttled(std::move(order), reason, asked);
    case CallVerdict::unserved:
      return error.status == 503 && asked ? throttled(std::move(order), reason, asked)
                                          : failed(std::move(order), reason, Work::not_done, asked);
    case CallVerdict::unavailable:
      return failed(std::move(order), reason, Work::perhaps_done, asked);
    case CallVerdict::refused_key:
      pacing_.stop(CallStop::forbidden);
      return fall_back(std::move(order), reason);
    case CallVerdict::no_credit:
      pacing_.stop(CallStop::no_credit);
      return fall_back(std::move(order), reason);
    case CallVerdict::unknown_model:
      return denied(std::move(order), reason, CallStop::unknown_model, true);
    case CallVerdict::no_endpoint:
      return denied(std::move(order), reason, CallStop::no_endpoint, true);
    case CallVerdict::perhaps_forbidden:
      return denied(std::move(order), reason, CallStop::forbidden, false);
    case CallVerdict::filtered:
      pacing_.ended(order.call, CallEnd::success, Clock::now());
      log_.answered();
      return refuse(std::move(order), {DraftFault::filtered}, {});
    case CallVerdict::too_long:
      pacing_.ended(order.call, CallEnd::rejected, Clock::now());
      return fall_back(std::move(order), reason);
    case CallVerdict::objected:
      return objected(std::move(order), reason, error);
  }
}

void LlmEngine::throttled(Order order, std::string const& reason, std::optional<milliseconds> asked) {
  // Others go on where only this message is turned away.
  bool const is_its_own = order.throttled_at && pacing_.successes() > *order.throttled_at;
  if (is_its_own && ++order.repetitions >= most_throttles) return fall_back(std::move(order), reason);
  order.throttled_at = pacing_.successes();
  note(order, reason);
  pacing_.ended(order.call, CallEnd::throttled, Clock::now(), asked, draw_(random_));
  if (!is_its_own) return waiting_.push_front(std::move(order));
  auto const pause = first_pause * (1 << order.repetitions);
  repeat_later(std::move(order), pause);
}

// In an outage each probe is another message's, so that none is taken for the reason. One that fails again and again
// while others succeed is the reason itself.
void LlmEngine::failed(Order order, std::string const& reason, Work work, std::optional<milliseconds> asked) {
  auto const charge = pacing_.ended(order.call, CallEnd::outage, Clock::now(), asked, draw_(random_));
  bool const is_its_own = order.failed_at && pacing_.successes() > *order.failed_at;
  if (is_its_own && ++order.own_failures >= most_own_failures) return fall_back(std::move(order), reason);
  order.failed_at = pacing_.successes();
  bool const is_untried = work == Work::not_done && ++order.repetitions < most_repetitions;
  if (charge == Charge::a_try && !is_untried) return retry_or_fall_back(std::move(order), reason);
  note(order, reason);
  if (charge == Charge::a_try) return repeat_later(std::move(order));
  log_.outage(reason);
  queue_again(std::move(order));
}

void LlmEngine::timed_out(Order order, std::string const& reason) {
  auto const charge = pacing_.ended(order.call, CallEnd::overloaded, Clock::now());
  if (charge == Charge::a_try || order.repetitions >= most_repetitions) {
    return retry_or_fall_back(std::move(order), reason);
  }
  ++order.repetitions;
  note(order, reason);
  queue_again(std::move(order));
}

void LlmEngine::objected(Order order, std::string const& reason, ServiceError const& error) {
  auto const next = model_of(order).search.objected(order.profile, error);
  if (next && order.repetitions < most_repetitions) {
    CallLog::adapting(profile_text(*next));
    return repeat_free(std::move(order), *next);
  }
  if (error.status >= 500) return failed(std::move(order), reason, Work::perhaps_done, {});
  pacing_.ended(order.call, CallEnd::rejected, Clock::now());
  fall_back(std::move(order), reason);
}

// An address or a model that was right before is out of order, as behind a gateway that shows a page of its own.
void LlmEngine::denied(Order order, std::string const& reason, CallStop why, bool is_certain) {
  bool const was_right = (why == CallStop::no_endpoint && pacing_.successes() > 0) ||
                         (why == CallStop::unknown_model && model_of(order).successes > 0);
  if (was_right) return failed(std::move(order), reason, Work::perhaps_done, {});
  if (why == CallStop::unknown_model && models_.size() > 1) return missing(std::move(order), reason);
  pacing_.denied(order.call, why, is_certain, calls_.size(), Clock::now());
  fall_back(std::move(order), reason);
}

// Only its own messages go without: the service may have the others.
void LlmEngine::missing(Order order, std::string const& reason) {
  auto& model = model_of(order);
  if (!std::exchange(model.is_missing, true)) log_.model_missing(order.brief.wording.model);
  if (are_all_missing(models_)) pacing_.stop(CallStop::unknown_model);
  fall_back(std::move(order), reason);
}

void LlmEngine::take_completion(Order order, Completion const& completion) {
  // No completion at all, whatever the status says: a page that asks people to sign in.
  if (completion.fault == DraftFault::not_json) {
    auto const reason = std::string{name_of(*completion.fault)};
    log_.failed(reason, "a status of success without a completion: does OPENAI_BASE_URL name the right service?");
    return denied(std::move(order), reason, CallStop::no_endpoint, false);
  }
  if (completion.fault == DraftFault::no_answer) {
    pacing_.ended(order.call, CallEnd::rejected, Clock::now());
    pacing_.judged(false);
    return retry_or_fall_back(std::move(order), std::string{name_of(*completion.fault)});
  }
  pacing_.ended(order.call, CallEnd::success, Clock::now());
  ++model_of(order).successes;
  log_.answered();
  if (completion.fault) {
    log_.failed(std::string{name_of(*completion.fault)}, completion.why_withheld);
    return refuse(std::move(order), {*completion.fault}, {});
  }
  auto const read = read_answer(completion.texts, order.prompt.nonce, order.profile.form, order.brief.companion_name);
  bool const is_unreadable = read.fault == DraftFault::not_json || read.fault == DraftFault::no_answer;
  bool const is_cut = completion.is_cut_off && read.answer && !is_whole(*read.answer);
  if (is_unreadable || is_cut) return take_unreadable(std::move(order), completion);
  judge(std::move(order), read);
}

void LlmEngine::take_unreadable(Order order, Completion const& completion) {
  if (completion.is_cut_off) {
    log_.cut_off(parameters_.max_tokens, completion.usage.value_or(Usage{}));
    return refuse(std::move(order), {DraftFault::cut_off}, {});
  }
  auto const next = model_of(order).search.unreadable(order.profile);
  if (!next || order.repetitions >= most_repetitions) return refuse(std::move(order), {DraftFault::not_json}, {});
  note(order, std::string{name_of(DraftFault::not_json)});
  CallLog::adapting(profile_text(*next));
  repeat_free(std::move(order), *next);
}

void LlmEngine::judge(Order order, ReadAnswer const& read) {
  if (read.fault) return refuse(std::move(order), {*read.fault}, {});
  auto const& answer = *read.answer;
  auto const faults = faults_of(answer, order.brief, order.brief.wording.limits, phrases_);
  // A message alone is known to be one only by its review.
  if (!answer.is_bare || faults.empty()) learn(order);
  if (!faults.empty()) return refuse(std::move(order), faults, answer.message);
  if (answer.send && !moderation_url_.empty()) {
    order.passed = answer;
    return waiting_.push_front(std::move(order));
  }
  pacing_.judged(true);
  order.done(draft_of(order, answer));
}

// A message that nobody judged is not sent: it waits for the service, or a template takes its place.
void LlmEngine::take_moderation(Order order, net::HttpResponse const& response) {
  auto const is_passing = response.status == 429 || response.status >= 500;
  auto const flagged = response.status / 100 == 2 ? read_moderation(response.body) : std::nullopt;
  if (!flagged) {
    auto const reason = fmt::format("moderation_http_{}", response.status);
    auto const error = read_error(response.status, response.body);
    log_.failed(reason, error.code);  // its words may be about the message
    if (verdict_of(error) == CallVerdict::refused_key) {
      pacing_.stop(CallStop::forbidden);
      return fall_back(std::move(order), reason);
    }
    if (is_passing)
      return throttled(std::move(order), reason, asked_wait(response.headers, error, now_of_the_calendar()));
    if (!has_moderated_ && (response.status == 404 || response.status == 405)) pacing_.stop(CallStop::no_moderation);
    pacing_.denied(order.call, CallStop::no_moderation, false, calls_.size(), Clock::now());
    return fall_back(std::move(order), reason);
  }
  has_moderated_ = true;
  pacing_.ended(order.call, CallEnd::success, Clock::now());
  log_.answered();
  auto const answer = *std::exchange(order.passed, std::nullopt);
  if (*flagged) return refuse(std::move(order), {DraftFault::moderation}, answer.message);
  pacing_.judged(true);
  order.done(draft_of(order, answer));
}

// What the service counted replaces what was reserved, as far as it is believed; where it did not count, four bytes are
// taken for a token.
void LlmEngine::settle_tokens(Order& order, Completion const& completion) {
  std::size_t bytes = 0;
  for (auto const& text : completion.texts) bytes += text.size();
  auto const prompt = static_cast<long>(order.bytes / 4);
  auto const answer = completion.error ? 0 : static_cast<long>(bytes / 4) + 1;
  auto const claimed = completion.usage.value_or(Usage{completion.error ? 0 : prompt, answer});
  auto const counted = believed(claimed, order.bytes, most_answer_tokens(parameters_, order.profile));
  purse_.settle(order.reserved_tokens, counted.tokens_in + counted.tokens_out);
  order.trace.tokens_in += counted.tokens_in;
  order.trace.tokens_out += counted.tokens_out;
  log_.used(counted);
}

void LlmEngine::settle_refused(Order const& order) {
  if (order.reserved_tokens > 0) purse_.settle(order.reserved_tokens, 0);
}

// The service may have worked on it: its prompt counts as spent.
void LlmEngine::settle_unanswered(Order const& order) {
  if (order.reserved_tokens == 0) return;
  purse_.settle(order.reserved_tokens, order.reserved_tokens - answer_tokens(parameters_));
}

}  // namespace proactive
