#include "writer/llm/engine.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/stop.hpp"
#include "domain/llm/moderation.hpp"

namespace proactive {

namespace {

using std::chrono::milliseconds;

constexpr int most_tries = 2;  // of one message: a repetition after a failure or after a refusal
constexpr std::chrono::seconds call_drain = stop_drain - std::chrono::seconds{2};  // what is written can be stored then
constexpr milliseconds idle_wait{1000};
constexpr milliseconds busy_wait{100};  // how soon a stop or the deadline is noticed

}  // namespace

LlmEngine::LlmEngine(EngineParts parts, Writer& fallback, Clock::time_point deadline)
    : parameters_(std::move(parts.parameters)),
      phrases_(std::move(parts.phrases)),
      fallback_(fallback),
      deadline_(deadline),
      log_(std::move(parts.secrets)),
      options_(std::move(parts.http)),
      moderation_url_(std::move(parts.moderation_url)),
      pacing_(parts.pacing),
      models_(std::move(parts.models)) {}

LlmEngine::~LlmEngine() {
  if (!thread_.joinable()) return;
  closing_ = true;
  http_->wake();
  thread_.join();
}

void LlmEngine::take(Order order) {
  {
    std::lock_guard const lock(mutex_);
    inbox_.push_back(std::move(order));
    if (!thread_.joinable()) {
      http_ = std::make_unique<net::HttpClient>(options_);
      thread_ = std::thread([this] { work(); });
    }
  }
  http_->wake();
}

long LlmEngine::tokens_wanted(Brief const& brief) const {
  constexpr std::size_t around_prompt = 2000;  // the fields of a request, and what JSON escapes
  auto const prompt = write_prompt(brief, std::string(16, '0'));
  return most_tries * token_estimate(prompt.system.size() + prompt.user.size() + around_prompt, parameters_);
}

// Before the message is handed over: with the last one the run may end.
void LlmEngine::learn(Order const& order) {
  auto& search = model_of(order).search;
  bool const was_proven = search.is_proven();
  search.succeeded(order.profile);
  if (!search.is_proven()) return;  // the first form is tried once more
  if (!was_proven) CallLog::profile_found(profile_text(order.profile));
  std::lock_guard const lock(mutex_);
  learned_[order.brief.wording.model] = LearnedService{search.current(), pacing_.at_once()};
}

LearnedModels LlmEngine::learned() const {
  std::lock_guard const lock(mutex_);
  return learned_;
}

void LlmEngine::work() {
  while (!closing_) {
    accept_orders();
    if (stop_requested()) release_waiting();
    if (stop_age() > call_drain) release_all();
    if (Clock::now() >= deadline_) give_up("time_limit");
    begin_calls();
    in_flight_ = http_->in_flight();
    take_responses();
  }
  http_->cancel_all();
}

// One at a time, so that the call that takes its place is on its way before the next one's message is judged.
void LlmEngine::take_responses() {
  auto ended = http_->poll(arrived_.empty() ? wait() : milliseconds{0});
  std::move(ended.begin(), ended.end(), std::back_inserter(arrived_));
  if (!arrived_.empty()) take_next_response();
}

void LlmEngine::take_next_response() {
  auto const response = std::move(arrived_.front());
  arrived_.pop_front();
  take_response(response);
}

void LlmEngine::accept_orders() {
  std::lock_guard const lock(mutex_);
  pacing_.expect(static_cast<long>(inbox_.size()));
  for (auto& order : inbox_) waiting_.push_back(std::move(order));
  inbox_.clear();
}

milliseconds LlmEngine::wait() const {
  if (calls_.empty() && waiting_.empty() && later_.empty()) return idle_wait;
  auto next = Clock::now() + busy_wait;
  for (auto const& order : later_) next = std::min(next, order.not_before);
  if (!waiting_.empty() && pacing_.held_until() > Clock::now()) next = std::min(next, pacing_.held_until());
  return std::max(milliseconds{1}, std::chrono::ceil<milliseconds>(next - Clock::now()));
}

void LlmEngine::begin_calls() {
  call_later_ones();
  for (auto next = next_waiting();
       next != waiting_.end() && pacing_.may_begin(static_cast<int>(calls_.size()), Clock::now());
       next = next_waiting()) {
    auto order = std::move(*next);
    waiting_.erase(next);
    if (!begin_call(order)) break;
  }
  if (pacing_.stopped()) stop_calls();
}

std::deque<Order>::iterator LlmEngine::next_waiting() {
  return std::find_if(waiting_.begin(), waiting_.end(),
                      [&](Order const& order) { return order.passed || model_of(order).may_be_called(); });
}

void LlmEngine::call_later_ones() {
  auto const due = std::partition(later_.begin(), later_.end(),
                                  [now = Clock::now()](Order const& order) { return order.not_before > now; });
  for (auto order = due; order != later_.end(); ++order) waiting_.push_front(std::move(*order));
  later_.erase(due, later_.end());
}

// False where there are no tokens for it before a call under way gives some back.
bool LlmEngine::begin_call(Order& order) {
  if (order.passed) {
    begin_moderation(std::move(order));
    return true;
  }
  auto const& model = model_of(order);
  order.trace.model = order.brief.wording.model;
  if (model.is_missing) {
    fall_back(std::move(order), std::string{name_of(CallStop::unknown_model)});
    return true;
  }
  order.profile = order.own_profile.value_or(model.search.current());
  order.prompt = write_prompt(order.brief, fmt::format("{:016x}", random_()), order.refused, order.profile.form);
  auto body = request_body(order.prompt, worded(parameters_, order.brief.wording), order.profile);
  order.bytes = body.size();
  order.reserved_tokens = token_estimate(order.bytes, parameters_);
  if (!purse_.reserve(order.reserved_tokens)) {
    bool const is_spent = calls_.empty() && has_no_more_tokens_;
    if (!is_spent) {
      auto const calls = std::max(1L, static_cast<long>(pacing_.at_once()) - static_cast<long>(calls_.size()));
      if (!has_no_more_tokens_) tokens_lacking_ = calls * purse_.wanted(order.reserved_tokens);
      waiting_.push_front(std::move(order));
      return false;
    }
    log_.out_of_tokens();
    fall_back(std::move(order), "token_budget");
    return true;
  }
  post(std::move(order), std::move(body), {});
  return true;
}

// Which costs no tokens.
void LlmEngine::begin_moderation(Order order) {
  order.reserved_tokens = 0;
  auto body = moderation_body(order.passed->message);
  post(std::move(order), std::move(body), moderation_url_);
}

void LlmEngine::post(Order order, std::string body, std::string url) {
  tokens_lacking_ = 0;
  ++order.trace.calls;
  ++model_of(order).under_way;
  order.call = pacing_.begin();
  log_.call();
  auto const id = static_cast<std::uint64_t>(order.call);
  http_->post(id, std::move(body), std::move(url));
  calls_.emplace(id, std::move(order));
}

void LlmEngine::refuse(Order order, std::vector<DraftFault> const& faults, std::string const& message) {
  pacing_.judged(false);
  RefusedDraft refused{message, {}};
  for (auto const fault : faults) {
    note(order, std::string{name_of(fault)});
    refused.because.push_back(fault_text(fault, message));
  }
  log_.draft_refused(std::string{name_of(faults.front())});
  if (++order.tries >= most_tries || faults.front() == DraftFault::filtered) return fall_back(std::move(order));
  order.refused = std::move(refused);
  waiting_.push_front(std::move(order));
}

// Another form of the request; the order's own where the service takes the usual one from others.
void LlmEngine::repeat_free(Order order, ServiceProfile const& profile) {
  ++order.repetitions;
  order.own_profile.reset();
  if (profile != model_of(order).search.current()) order.own_profile = profile;
  waiting_.push_front(std::move(order));
}

void LlmEngine::retry_or_fall_back(Order order, std::string const& reason) {
  note(order, reason);
  if (++order.tries >= most_tries || !pacing_.take_retry()) return fall_back(std::move(order));
  repeat_later(std::move(order));
}

void LlmEngine::repeat_later(Order order, milliseconds at_most) {
  order.not_before =
      Clock::now() + milliseconds{static_cast<long>(static_cast<double>(at_most.count()) * draw_(random_))};
  later_.push_back(std::move(order));
}

void LlmEngine::fall_back(Order order, std::string const& reason) {
  if (!reason.empty()) note(order, reason);
  if (pacing_.stopped())
    log_.stopped(*pacing_.stopped(), pacing_.outage_cause());  // with the last message the run may end
  fallback_.write(std::move(order.brief), [done = std::move(order.done), trace = std::move(order.trace)](Draft draft) {
    draft.writer = "fallback";
    draft.trace = trace;
    done(std::move(draft));
  });
}

void LlmEngine::note(Order& order, std::string const& reason) {
  order.trace.refusals.push_back(reason);
  log_.refused(reason);
}

// Calls under way may still succeed, but not where the service will not serve us.
void LlmEngine::stop_calls() {
  auto const stop = *pacing_.stopped();
  log_.stopped(stop, pacing_.outage_cause());
  bool const may_succeed = stop == CallStop::call_limit || stop == CallStop::drafts;
  auto const reason = std::string{name_of(stop)};
  may_succeed ? give_up_waiting(reason) : give_up(reason);
}

void LlmEngine::give_up_waiting(std::string const& reason) {
  for (auto& order : later_) waiting_.push_back(std::move(order));
  later_.clear();
  for (auto& order : waiting_) fall_back(std::move(order), reason);
  waiting_.clear();
}

void LlmEngine::give_up(std::string const& reason) {
  cancel_calls();
  give_up_waiting(reason);
}

// What has been answered is not cancelled.
void LlmEngine::cancel_calls() {
  while (!arrived_.empty()) take_next_response();
  http_->cancel_all();
  for (auto& [id, order] : calls_) {
    settle_unanswered(order);
    --model_of(order).under_way;
    waiting_.push_back(std::move(order));
  }
  calls_.clear();
}

void LlmEngine::release_waiting() {
  for (auto& order : later_) waiting_.push_back(std::move(order));
  later_.clear();
  for (auto& order : waiting_) {
    Draft draft;
    draft.released = true;
    order.done(std::move(draft));
  }
  waiting_.clear();
}

void LlmEngine::release_all() {
  cancel_calls();
  release_waiting();
}

}  // namespace proactive
