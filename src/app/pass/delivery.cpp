#include "app/pass/delivery.hpp"

#include <algorithm>
#include <thread>

#include "base/column.hpp"
#include "base/log.hpp"
#include "base/stop.hpp"

namespace proactive::app {

namespace {

using store::Transaction;

// Another hand was quicker with a unique value, such as a number that the app counts up: the same again may well
// succeed.
constexpr std::string_view unique_violation = "23505";
constexpr int most_tries = 4;
constexpr std::chrono::milliseconds conflict_pause{20};

// Longer than the 10 s after which the server ends an idle transaction, such as one whose client it has lost.
constexpr std::chrono::seconds look_up_limit{12};
constexpr std::chrono::seconds reconnect_limit{4};
constexpr std::chrono::milliseconds look_up_pause{250};

}  // namespace

void Delivery::carry_out(DeliveryPlan const& plan, Events events) {
  events_ = events;
  auto const prepare = [&](Transaction& transaction) {
    store::close_due(transaction, plan.close, context_.as_of);
    store::hold_due(transaction, plan.hold);
  };
  try {
    deliver(plan.send, prepare);
  } catch (store::DataError const& problem) {
    log::warn("batch_refused", {{"size", plan.send.size()}, {"error", problem.what()}});
    deliver({}, prepare);
    deliver_split(plan.send);
    close_refused();
  }
}

// One transaction.
void Delivery::deliver(std::vector<DueEngagement> const& engagements, Preparation const& prepare) {
  long sent = 0;
  long announced = 0;
  std::vector<ClosedEngagement> refused;
  try {
    database_.transact([&](Transaction& transaction) {
      require_leases(transaction, context_);
      if (prepare) prepare(transaction);
      auto const delivered = store::deliver(transaction, engagements, context_.as_of);
      announced = events_ == Events::send ? channel_.announce(transaction, delivered.messages) : 0;
      sent = static_cast<long>(delivered.messages.size());
      refused = delivered.refused;
    });
  } catch (store::InDoubt const&) {
    if (engagements.empty()) throw;
    sent = look_up(engagements);
    if (sent == 0) throw;
    announced = std::min(announced, sent);
  }
  if (events_ == Events::send) channel_.after_commit();
  count(engagements, {sent, announced}, refused);
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

// Fewer were sent than wanted where another hand changed a row in between, such as a user who is forgotten.
void Delivery::count(std::vector<DueEngagement> const& wanted, Sent const& sent,
                     std::vector<ClosedEngagement> const& refused) {
  auto const missing = static_cast<long>(wanted.size()) - sent.messages - static_cast<long>(refused.size());
  report_.sent += sent.messages;
  if (missing > 0) report_.cancelled[Reason::gone] += missing;
  for (auto const& closed : refused) {
    ++report_.cancelled[closed.reason];
    log::info("delivery_refused",
              {{"user_id", closed.key.user_id}, {"engagement_id", closed.key.id}, {"reason", closed.error}});
  }
  if (!channel_.is_used()) return;
  report_.events += sent.events;
  report_.without_event += sent.messages - sent.events;
}

void Delivery::deliver_patiently(std::vector<DueEngagement> const& engagements) {
  for (int attempt = 1;; ++attempt) {
    try {
      deliver(engagements);
      return;
    } catch (store::DataError const& problem) {
      if (problem.sqlstate() != unique_violation || attempt == most_tries || stop_requested()) throw;
    }
    std::this_thread::sleep_for(conflict_pause * attempt);
  }
}

void Delivery::deliver_split(std::vector<DueEngagement> const& engagements) {
  if (engagements.empty() || stop_requested()) return;
  try {
    deliver_patiently(engagements);
  } catch (store::DataError const& problem) {
    if (engagements.size() == 1) {
      refused_.push_back({engagements.front(), problem.what(), problem.sqlstate()});
      return;
    }
    auto const middle = engagements.begin() + static_cast<std::ptrdiff_t>(engagements.size() / 2);
    deliver_split({engagements.begin(), middle});
    deliver_split({middle, engagements.end()});
  }
}

// When all are refused alike and none was accepted, it is not the messages.
void Delivery::require_some_accepted() const {
  if (refused_.empty() || report_.sent > 0) return;
  bool const alike = std::all_of(refused_.begin(), refused_.end(),
                                 [&](Refused const& refused) { return refused.sqlstate == refused_.front().sqlstate; });
  if (!alike) return;
  throw configuration_error(
      "the database refuses every message, so none was marked as failed: correct the cause and run again; " +
      refused_.front().error);
}

// A user or a companion that was deleted after the facts were read is no failure.
bool Delivery::is_gone(Refused const& refused) {
  ReadCounts unused;
  auto const facts = reader_.facts({refused.engagement.pair}, store::Planned::leave_out, unused);
  return facts.size() == 1 && !facts.front().exists;
}

void Delivery::close_refused() {
  std::vector<ClosedEngagement> gone;
  std::erase_if(refused_, [&](Refused const& refused) {
    if (!is_gone(refused)) return false;
    gone.push_back({refused.engagement.key, "cancelled", Reason::gone, {}});
    return true;
  });
  close(gone);
  if (!gone.empty()) report_.cancelled[Reason::gone] += static_cast<long>(gone.size());
  require_some_accepted();
  std::vector<ClosedEngagement> failed;
  for (auto const& refused : refused_) {
    auto const& key = refused.engagement.key;
    if (refused.sqlstate == unique_violation) {  // stays as it is: the next run tries again
      ++report_.held[Reason::delivery_error];
      log::warn("delivery_conflict", {{"user_id", key.user_id}, {"engagement_id", key.id}, {"error", refused.error}});
      continue;
    }
    failed.push_back({key, "failed", Reason::delivery_error, refused.error});
    log::error("delivery_failed", {{"user_id", key.user_id}, {"engagement_id", key.id}, {"error", refused.error}});
    pass_.record_error("engagement " + key.id + ": " + refused.error);
  }
  close(failed);
  report_.failed += static_cast<long>(failed.size());
  refused_.clear();
}

void Delivery::close(std::vector<ClosedEngagement> const& closed) {
  if (closed.empty()) return;
  database_.transact([&](Transaction& transaction) {
    require_leases(transaction, context_);
    store::close_due(transaction, closed, context_.as_of);
  });
}

}  // namespace proactive::app
