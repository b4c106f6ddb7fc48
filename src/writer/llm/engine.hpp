#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "domain/llm/chat.hpp"
#include "domain/llm/completion.hpp"
#include "domain/llm/pacing.hpp"
#include "domain/llm/profile.hpp"
#include "domain/message/phrases.hpp"
#include "domain/message/review.hpp"
#include "net/http_client.hpp"
#include "writer/llm/call_log.hpp"
#include "writer/llm/models.hpp"
#include "writer/llm/order.hpp"
#include "writer/llm/token_purse.hpp"
#include "writer/writer.hpp"

namespace proactive {

// What an engine is made of.
struct EngineParts {
  ChatParameters parameters;  // but for what each brief says
  net::HttpOptions http;
  std::string moderation_url;  // empty: no moderation
  Pacing::Limits pacing;
  Models models;  // all that briefs name
  std::vector<std::string> secrets;
  RefusedPhrases phrases;
};

// Carries orders to an LLM's service and back: one thread, which begins with the first order, whatever models they
// name. For any thread.
class LlmEngine {
 public:
  LlmEngine(EngineParts parts, Writer& fallback, std::chrono::steady_clock::time_point deadline);
  // Cancels what is under way.
  ~LlmEngine();
  LlmEngine(LlmEngine const&) = delete;
  LlmEngine& operator=(LlmEngine const&) = delete;

  void take(Order order);

  [[nodiscard]] long tokens_wanted(Brief const& brief) const;
  [[nodiscard]] TokenPurse& purse() { return purse_; }
  // Tokens that the next call wants beyond those that are left; 0: none waits for tokens.
  [[nodiscard]] long tokens_lacking() const { return tokens_lacking_; }
  // There are no more to be granted.
  void end_of_tokens() { has_no_more_tokens_ = true; }
  [[nodiscard]] int in_flight() const { return in_flight_; }
  [[nodiscard]] ServiceTotals totals() const { return log_.totals(); }
  [[nodiscard]] LearnedModels learned() const;

 private:
  using Clock = std::chrono::steady_clock;

  // The loop, and what begins (engine.cpp).
  void work();
  void accept_orders();
  void take_responses();
  void take_next_response();
  [[nodiscard]] std::chrono::milliseconds wait() const;
  void begin_calls();
  void call_later_ones();
  [[nodiscard]] std::deque<Order>::iterator next_waiting();
  bool begin_call(Order& order);
  [[nodiscard]] Model& model_of(Order const& order) { return models_.at(order.brief.wording.model); }
  void begin_moderation(Order order);
  void post(Order order, std::string body, std::string url);

  // What ends (engine_responses.cpp).
  void take_response(net::HttpResponse const& response);
  void take_completion(Order order, Completion const& completion);
  void take_error(Order order, ServiceError const& raw, Headers const& headers);
  void take_transport_failure(Order order, net::HttpResponse const& response);
  void judge(Order order, ReadAnswer const& read);
  void learn(Order const& order);
  void take_moderation(Order order, net::HttpResponse const& response);
  void take_unreadable(Order order, Completion const& completion);
  void throttled(Order order, std::string const& reason, std::optional<std::chrono::milliseconds> asked);
  enum class Work { perhaps_done, not_done };  // by the service, on a call that failed
  void failed(Order order, std::string const& reason, Work work, std::optional<std::chrono::milliseconds> asked);
  void timed_out(Order order, std::string const& reason);
  void objected(Order order, std::string const& reason, ServiceError const& error);
  void denied(Order order, std::string const& reason, CallStop why, bool is_certain);
  void missing(Order order, std::string const& reason);
  void settle_tokens(Order& order, Completion const& completion);
  void settle_unanswered(Order const& order);
  void settle_refused(Order const& order);

  // What follows for an order.
  void refuse(Order order, std::vector<DraftFault> const& faults, std::string const& message);
  void repeat_free(Order order, ServiceProfile const& profile);
  void queue_again(Order order) { waiting_.push_back(std::move(order)); }
  void repeat_later(Order order, std::chrono::milliseconds at_most = std::chrono::seconds{1});
  void retry_or_fall_back(Order order, std::string const& reason);
  void fall_back(Order order, std::string const& reason = {});
  void note(Order& order, std::string const& reason);

  // No further calls.
  void stop_calls();
  void give_up_waiting(std::string const& reason);
  void give_up(std::string const& reason);
  void cancel_calls();
  void release_waiting();
  void release_all();

  ChatParameters parameters_;
  RefusedPhrases phrases_;
  Writer& fallback_;
  Clock::time_point deadline_;
  CallLog log_;
  TokenPurse purse_;
  std::atomic<int> in_flight_{0};
  std::atomic<long> tokens_lacking_{0};
  std::atomic<bool> has_no_more_tokens_{false};
  net::HttpOptions options_;
  std::string moderation_url_;
  bool has_moderated_ = false;
  std::unique_ptr<net::HttpClient> http_;  // and the thread: made for the first message

  // The thread's own.
  Pacing pacing_;
  Models models_;
  std::deque<Order> waiting_;
  std::vector<Order> later_;  // to be repeated at a time
  std::map<std::uint64_t, Order> calls_;
  std::deque<net::HttpResponse> arrived_;
  std::mt19937_64 random_{std::random_device{}()};
  std::uniform_real_distribution<double> draw_{0.0, 1.0};

  mutable std::mutex mutex_;  // of what follows
  std::vector<Order> inbox_;
  LearnedModels learned_;
  std::thread thread_;
  std::atomic<bool> closing_{false};
};

}  // namespace proactive
