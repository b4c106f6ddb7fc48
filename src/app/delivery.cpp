#include "app/delivery.hpp"

#include <thread>

#include "base/column.hpp"
#include "base/log.hpp"
#include "base/stop.hpp"
#include "domain/realtime.hpp"
#include "store/notifications.hpp"

namespace proactive::app {

namespace {

using store::Transaction;

// When this many messages in a row are refused and none was accepted, it is not the messages.
constexpr std::size_t systemic_refusals = 10;

// Longer than the 10 s after which the server ends an idle transaction, such as one whose client it has lost.
constexpr std::chrono::seconds look_up_limit{12};
constexpr std::chrono::seconds reconnect_limit{4};
constexpr std::chrono::milliseconds look_up_pause{250};

}  // namespace

void Delivery::carry_out(DeliveryDecisions const& decisions, Events events) {
  events_ = events;
  auto const prepare = [&](Transaction& transaction) { close_and_hold(transaction, decisions); };
  try {
    deliver(decisions.send, prepare);
  } catch (store::DataError const& problem) {
    log::warn("batch_refused", {{"size", decisions.send.size()}, {"error", problem.what()}});
    deliver({}, prepare);
    deliver_split(decisions.send);
    close_refused();
  }
}

void Delivery::close_and_hold(Transaction& transaction, DeliveryDecisions const& decisions) {
  store::close_due(transaction, decisions.close, context_.as_of);
  store::hold_due(transaction, decisions.hold);
}

// One transaction.
void Delivery::deliver(std::vector<DueEngagement> const& engagements, Preparation const& prepare) {
  long sent = 0;
  try {
    sent = database_.transact([&](Transaction& transaction) {
      require_leases(transaction, context_);
      if (prepare) prepare(transaction);
      auto const next_check = context_.as_of + std::chrono::hours{settings_.gate.min_interval_hours};
      auto const messages = store::deliver(transaction, engagements, context_.as_of, next_check);
      if (events_ == Events::send) {
        auto const document = [&](DeliveredMessage const& message) { return realtime_.document(message); };
        store::notify(transaction, realtime_.channel(), column(messages, document));
      }
      return static_cast<long>(messages.size());
    });
  } catch (store::InDoubt const&) {
    if (engagements.empty()) throw;
    sent = look_up(engagements);
    if (sent == 0) throw;
  }
  count(engagements, sent);
}

// Waits for the leases first: the lost connection's transaction holds them until it has ended, one way or the other.
long Delivery::look_up(std::vector<DueEngagement> const& engagements) {
  auto const keys = column(engagements, &DueEngagement::key);
  auto const started = std::chrono::steady_clock::now();
  for (;;) {
    try {
      database_.ensure_connected();
      auto const sent = database_.transact([&](Transaction& transaction) {
        store::renew_leases(transaction, context_.holder, context_.slices);
        return store::count_sent(transaction, keys, context_.as_of);
      });
      log::warn("commit_looked_up", {{"size", engagements.size()}, {"sent", sent}});
      return sent;
    } catch (Error const& problem) {
      auto const limit = problem.code() == ExitCode::unavailable ? reconnect_limit : look_up_limit;
      if (stop_requested() || std::chrono::steady_clock::now() - started > limit) throw;
    }
    std::this_thread::sleep_for(look_up_pause);
  }
}

// Fewer were sent than wanted where another hand changed a row in between, such as a user's deletion.
void Delivery::count(std::vector<DueEngagement> const& wanted, long sent) {
  auto const missing = static_cast<long>(wanted.size()) - sent;
  report_.sent += sent;
  if (missing > 0) report_.cancelled[Reason::gone] += missing;
  if (settings_.channel.realtime == RealtimeChoice::none) return;
  (events_ == Events::send ? report_.events : report_.without_event) += sent;
}

void Delivery::deliver_split(std::vector<DueEngagement> const& engagements) {
  if (engagements.empty() || stop_requested()) return;
  try {
    deliver(engagements);
  } catch (store::DataError const& problem) {
    if (engagements.size() == 1) {
      refuse(engagements.front(), problem.what());
      return;
    }
    auto const middle = engagements.begin() + static_cast<std::ptrdiff_t>(engagements.size() / 2);
    deliver_split({engagements.begin(), middle});
    deliver_split({middle, engagements.end()});
  }
}

void Delivery::refuse(DueEngagement const& engagement, std::string const& error) {
  refused_.push_back({engagement.key, "failed", Reason::delivery_error, error});
  if (refused_.size() >= systemic_refusals && report_.sent == 0) {
    throw configuration_error(
        "the database refuses every message, so none was marked as failed: correct the cause and run again; " + error);
  }
}

void Delivery::close_refused() {
  database_.transact([&](Transaction& transaction) {
    require_leases(transaction, context_);
    store::close_due(transaction, refused_, context_.as_of);
  });
  for (auto const& closed : refused_) {
    log::error("delivery_failed",
               {{"user_id", closed.key.user_id}, {"engagement_id", closed.key.id}, {"error", closed.error}});
    pass_.record_error("engagement " + closed.key.id + ": " + closed.error);
  }
  report_.failed += static_cast<long>(refused_.size());
  refused_.clear();
}

}  // namespace proactive::app
