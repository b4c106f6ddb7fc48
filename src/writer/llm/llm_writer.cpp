#include "writer/llm/llm_writer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "base/stop.hpp"
#include "domain/llm/answer.hpp"
#include "domain/llm/chat.hpp"
#include "domain/llm/pacing.hpp"
#include "domain/llm/prompt.hpp"
#include "net/http_client.hpp"
#include "writer/llm/call_log.hpp"
#include "writer/llm/options.hpp"
#include "writer/llm/order.hpp"
#include "writer/llm/service_check.hpp"
#include "writer/llm/token_purse.hpp"

namespace proactive {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int most_tries = 2;        // of one message: a repetition after a failure or after a refusal
constexpr int most_adaptations = 4;  // to what the service understands
constexpr std::chrono::seconds call_drain = stop_drain - std::chrono::seconds{2};  // what is written can be stored then
constexpr milliseconds idle_wait{1000};
constexpr milliseconds busy_wait{100};  // how soon a stop or the deadline is noticed

}  // namespace

class LlmWriter::Engine {
 public:
  Engine(LlmSettings const& llm, MessageSettings const& message, std::string const& api_key, RefusedPhrases phrases,
         Writer& fallback, Clock::time_point deadline)
      : limits_(message_limits(message)),
        parameters_(chat_parameters(llm, message)),
        phrases_(std::move(phrases)),
        fallback_(fallback),
        deadline_(deadline),
        log_(secrets_of(llm, api_key)),
        options_(http_options(llm, api_key)),
        pacing_(llm.llm_concurrency, llm.llm_max_calls_per_run) {}

  ~Engine() {
    if (!thread_.joinable()) return;
    closing_ = true;
    http_->wake();
    thread_.join();
  }
  Engine(Engine const&) = delete;
  Engine& operator=(Engine const&) = delete;

  void take(Order order) {
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

  [[nodiscard]] long tokens_wanted(Brief const& brief) const {
    auto const body = request_body(write_prompt(brief, limits_, std::string(16, '0')), parameters_, {});
    return most_tries * token_estimate(body, parameters_);
  }

  [[nodiscard]] ServiceTotals totals() const { return log_.totals(); }

  [[nodiscard]] TokenPurse& purse() { return purse_; }
  [[nodiscard]] int in_flight() const { return in_flight_; }

 private:
  void work() {
    while (!closing_) {
      accept_orders();
      if (stop_requested()) release_waiting();
      if (stop_age() > call_drain) release_all();
      if (Clock::now() >= deadline_) give_up("time_limit");
      begin_calls();
      in_flight_ = http_->in_flight();
      for (auto const& response : http_->poll(wait())) take_response(response);
    }
    http_->cancel_all();
  }

  void accept_orders() {
    std::lock_guard const lock(mutex_);
    pacing_.expect(static_cast<long>(inbox_.size()));
    for (auto& order : inbox_) waiting_.push_back(std::move(order));
    inbox_.clear();
  }

  [[nodiscard]] milliseconds wait() const {
    if (calls_.empty() && waiting_.empty() && later_.empty()) return idle_wait;
    auto next = Clock::now() + busy_wait;
    for (auto const& order : later_) next = std::min(next, order.not_before);
    return std::max(milliseconds{1}, std::chrono::ceil<milliseconds>(next - Clock::now()));
  }

  // Beginning.

  void begin_calls() {
    call_later_ones();
    while (!waiting_.empty() && Clock::now() >= held_until_ && pacing_.may_begin(http_->in_flight())) {
      auto order = std::move(waiting_.front());
      waiting_.pop_front();
      if (!begin_call(order)) break;
    }
    if (pacing_.stopped()) stop_calls();
  }

  void call_later_ones() {
    auto const due = std::partition(later_.begin(), later_.end(),
                                    [now = Clock::now()](Order const& order) { return order.not_before > now; });
    for (auto order = due; order != later_.end(); ++order) waiting_.push_front(std::move(*order));
    later_.erase(due, later_.end());
  }

  // False where there are no tokens for it before a call under way gives some back.
  bool begin_call(Order& order) {
    order.nonce = new_nonce();
    order.profile = profile_;
    auto body = request_body(write_prompt(order.brief, limits_, order.nonce, order.refused), parameters_, profile_);
    order.reserved_tokens = token_estimate(body, parameters_);
    if (!purse_.reserve(order.reserved_tokens)) {
      if (!calls_.empty()) {
        waiting_.push_front(std::move(order));
        return false;
      }
      log_.out_of_tokens();
      fall_back(std::move(order), "token_budget");
      return true;
    }
    ++order.tries;
    ++order.trace.calls;
    order.trace.model = parameters_.model;
    order.call = pacing_.begin();
    log_.call();
    auto const id = static_cast<std::uint64_t>(order.call);
    http_->post(id, std::move(body));
    calls_.emplace(id, std::move(order));
    return true;
  }

  // Ending.

  void take_response(net::HttpResponse const& response) {
    auto const found = calls_.find(response.id);
    if (found == calls_.end()) return;
    auto order = std::move(found->second);
    calls_.erase(found);
    order.trace.latency_ms = static_cast<long>(response.elapsed.count());
    if (response.failure != net::HttpFailure::none) return transport_failed(std::move(order), response);
    auto const error = response.status == 200 ? ServiceError{} : read_error(response.body);
    auto const verdict = verdict_of(response.status, error, order.profile);
    if (verdict == CallVerdict::answered) return take_completion(std::move(order), read_completion(response.body));
    purse_.settle(order.reserved_tokens, 0);  // a refused request costs none
    if (verdict == CallVerdict::unsupported && order.adaptations < most_adaptations) {
      return adapt(std::move(order), error);
    }
    if (verdict == CallVerdict::filtered) {
      pacing_.ended(order.call, CallEnd::success);
      return refuse(std::move(order), {DraftFault::filtered}, {});
    }
    call_failed(std::move(order), verdict, response, error);
  }

  void take_completion(Order order, Completion const& completion) {
    settle_tokens(order, completion);
    // No completion at all, whatever the status says.
    if (completion.fault == DraftFault::not_json || completion.fault == DraftFault::no_answer) {
      last_failure_ = name_of(*completion.fault);
      log_.failed(last_failure_, "status 200 without a completion: does OPENAI_BASE_URL name the right service?");
      pacing_.ended(order.call, CallEnd::failure);
      return retry_or_fall_back(std::move(order), last_failure_, true, std::chrono::seconds{0});
    }
    pacing_.ended(order.call, CallEnd::success);
    if (completion.fault) return refuse(std::move(order), {*completion.fault}, {});
    auto const read = read_answer(completion.content, order.nonce);
    if (read.fault) return refuse(std::move(order), {*read.fault}, {});
    auto const& answer = *read.answer;
    auto const faults = faults_of(answer, order.brief, limits_, phrases_);
    if (!faults.empty()) return refuse(std::move(order), faults, answer.message);
    order.done(draft_of(order, answer));
  }

  // What the service counted replaces what was reserved; where it did not count, four bytes are taken for a token.
  void settle_tokens(Order& order, Completion const& completion) {
    auto const prompt = (order.reserved_tokens - parameters_.max_tokens) / 2;
    auto const answer = static_cast<long>(completion.content.size() / 4) + 1;
    auto const counted = completion.usage.value_or(Usage{prompt, answer});
    purse_.settle(order.reserved_tokens, counted.tokens_in + counted.tokens_out);
    order.trace.tokens_in += counted.tokens_in;
    order.trace.tokens_out += counted.tokens_out;
    log_.used(counted);
  }

  // The service may have worked on it: its prompt counts as spent.
  void settle_unanswered(Order const& order) {
    purse_.settle(order.reserved_tokens, order.reserved_tokens - parameters_.max_tokens);
  }

  void refuse(Order order, std::vector<DraftFault> const& faults, std::string const& message) {
    RefusedDraft refused{message, {}};
    for (auto const fault : faults) {
      note(order, std::string{name_of(fault)});
      refused.because.push_back(fault_text(fault, message));
    }
    if (order.tries >= most_tries || faults.front() == DraftFault::filtered) return fall_back(std::move(order));
    order.refused = std::move(refused);
    waiting_.push_front(std::move(order));
  }

  void adapt(Order order, ServiceError const& error) {
    if (order.profile == profile_) {
      profile_ = next_profile(profile_, error).value_or(profile_);
      log::debug("llm_adapted", {{"problem", log_.shown(error.message)}});
    }
    ++order.adaptations;
    --order.tries;
    waiting_.push_front(std::move(order));
  }

  void transport_failed(Order order, net::HttpResponse const& response) {
    settle_unanswered(order);
    auto const reason = std::string{name_of(response.failure)};
    log_.failed(reason, response.problem);
    last_failure_ = reason;
    pacing_.ended(order.call, CallEnd::failure);
    retry_or_fall_back(std::move(order), reason, response.failure == net::HttpFailure::unreachable,
                       response.retry_after);
  }

  void call_failed(Order order, CallVerdict verdict, net::HttpResponse const& response, ServiceError const& error) {
    auto const reason = fmt::format("http_{}", response.status);
    last_failure_ = error.code.empty() ? reason : fmt::format("{} {}", reason, error.code);
    // A service may repeat, in part, the key that it refuses.
    log_.failed(reason, verdict == CallVerdict::forbidden ? error.code : error.message);
    pacing_.ended(order.call, end_of(verdict));
    bool const may_help = verdict == CallVerdict::throttled || verdict == CallVerdict::unavailable;
    if (verdict == CallVerdict::throttled) hold(response.retry_after);
    retry_or_fall_back(std::move(order), reason, may_help, response.retry_after);
  }

  // A service that says when it can be asked again is not asked by others either.
  void hold(std::chrono::seconds retry_after) {
    if (auto const delay = retry_delay(retry_after, 0)) held_until_ = std::max(held_until_, Clock::now() + *delay);
  }

  void retry_or_fall_back(Order order, std::string const& reason, bool may_help, std::chrono::seconds retry_after) {
    note(order, reason);
    auto const delay = retry_delay(retry_after, draw_(random_));
    if (!may_help || order.tries >= most_tries || !delay || !pacing_.take_retry()) return fall_back(std::move(order));
    order.not_before = Clock::now() + *delay;
    later_.push_back(std::move(order));
  }

  void fall_back(Order order, std::string const& reason = {}) {
    if (!reason.empty()) note(order, reason);
    fallback_.write(std::move(order.brief),
                    [done = std::move(order.done), trace = std::move(order.trace)](Draft draft) {
                      draft.writer = "fallback";
                      draft.trace = trace;
                      done(std::move(draft));
                    });
  }

  // No further calls.

  void stop_calls() {
    auto const stop = *pacing_.stopped();
    log_.stopped(stop, last_failure_);
    // Calls under way may still succeed, but not with a key that is refused.
    if (stop == CallStop::forbidden) return give_up(std::string{name_of(stop)});
    give_up_waiting(std::string{name_of(stop)});
  }

  void give_up_waiting(std::string const& reason) {
    for (auto& order : later_) waiting_.push_back(std::move(order));
    later_.clear();
    for (auto& order : waiting_) fall_back(std::move(order), reason);
    waiting_.clear();
  }

  void give_up(std::string const& reason) {
    cancel_calls();
    give_up_waiting(reason);
  }

  void cancel_calls() {
    http_->cancel_all();
    for (auto& [id, order] : calls_) {
      settle_unanswered(order);
      waiting_.push_back(std::move(order));
    }
    calls_.clear();
  }

  void release_waiting() {
    for (auto& order : later_) waiting_.push_back(std::move(order));
    later_.clear();
    for (auto& order : waiting_) {
      Draft draft;
      draft.released = true;
      order.done(std::move(draft));
    }
    waiting_.clear();
  }

  void release_all() {
    cancel_calls();
    release_waiting();
  }

  // Small things.

  void note(Order& order, std::string const& reason) {
    order.trace.refusals.push_back(reason);
    log_.refused(reason);
  }

  std::string new_nonce() { return fmt::format("{:016x}", random_()); }

  MessageLimits limits_;
  ChatParameters parameters_;
  RefusedPhrases phrases_;
  Writer& fallback_;
  Clock::time_point deadline_;
  CallLog log_;
  TokenPurse purse_;
  std::atomic<int> in_flight_{0};
  net::HttpOptions options_;
  std::unique_ptr<net::HttpClient> http_;  // and the thread: made for the first message

  // The thread's own.
  Pacing pacing_;
  ServiceProfile profile_;
  std::deque<Order> waiting_;
  std::vector<Order> later_;  // to be repeated at a time
  std::map<std::uint64_t, Order> calls_;
  Clock::time_point held_until_;
  std::string last_failure_;
  std::mt19937_64 random_{std::random_device{}()};
  std::uniform_real_distribution<double> draw_{0.0, 1.0};

  std::mutex mutex_;  // of what follows
  std::vector<Order> inbox_;
  std::thread thread_;
  std::atomic<bool> closing_{false};
};

LlmWriter::LlmWriter(LlmSettings const& llm, MessageSettings const& message, RefusedPhrases phrases, Writer& fallback,
                     Clock::time_point deadline)
    : settings_(llm),
      message_(message),
      api_key_(read_api_key(llm)),
      engine_(std::make_unique<Engine>(llm, message, api_key_, std::move(phrases), fallback, deadline)) {}
LlmWriter::~LlmWriter() = default;

void LlmWriter::write(Brief brief, Done done) { engine_->take({std::move(brief), std::move(done)}); }

// Half of them wait for the calls under way.
std::size_t LlmWriter::capacity() const { return 2 * static_cast<std::size_t>(settings_.llm_concurrency); }
int LlmWriter::in_flight() const { return engine_->in_flight(); }

long LlmWriter::tokens_wanted(std::vector<Brief> const& briefs) const {
  long wanted = -engine_->purse().left();
  for (auto const& brief : briefs) wanted += engine_->tokens_wanted(brief);
  return std::max(0L, wanted);
}
void LlmWriter::grant_tokens(long tokens) { engine_->purse().grant(tokens); }
long LlmWriter::take_back_tokens() { return engine_->purse().take_back(); }

std::optional<ServiceTotals> LlmWriter::totals() const { return engine_->totals(); }
std::optional<ServiceRequest> LlmWriter::preview(Brief const& brief) const {
  return preview_request(settings_, message_, brief);
}

std::vector<Finding> LlmWriter::check() const { return {check_service(settings_, api_key_)}; }

}  // namespace proactive
