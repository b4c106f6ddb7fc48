#include "app/pass/delivery.hpp"

#include <fmt/core.h>

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
constexpr std::string_view refused_by_node = "XX000";  // of a cluster, for whatever reason
constexpr int most_tries = 4;
constexpr int most_conflicts = 10;      // in a run: then it is no coincidence, and waiting helps nobody
constexpr std::size_t hopeless = 1000;  // refused, and none accepted: the rest need not be tried
constexpr std::chrono::milliseconds conflict_pause{20};

// Longer than the 10 s after which the server ends an idle transaction, such as one whose client it has lost.
constexpr std::chrono::seconds look_up_limit{12};
constexpr std::chrono::seconds reconnect_limit{4};
constexpr std::chrono::milliseconds look_up_pause{250};

std::vector<std::string> ids_of(store::Deliveries const& delivered) {
  return column(delivered.messages, [](DeliveredMessage const& message) { return message.engagement.id; });
}

// The app may refuse just the message of a user that was to tell that an AI writes: sent one by one, the next one tells
// it.
void require_told(std::vector<DueEngagement> const& engagements, std::vector<std::string> const& delivered) {
  if (!leaves_untold(engagements, delivered)) return;
  throw store::DataError("the app refuses the message that tells a user that an AI writes, and takes another", "P0004");
}

}  // namespace

void Delivery::carry_out(DeliveryPlan const& plan) {
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
  }
  if (refusals_.any_accepted() || refusals_.size() >= hopeless) judge();
}

std::vector<DueEngagement> Delivery::preview(DeliveryPlan const& plan) {
  auto shown = plan.send;
  disclosures_.assign(shown, context_.as_of);
  disclosures_.note_sent(shown, column(shown, [](DueEngagement const& due) { return due.key.id; }), context_.as_of);
  for (auto& engagement : shown) engagement.content = with_disclosure(engagement.content, engagement.disclosure);
  return shown;
}

// One transaction.
void Delivery::deliver(std::vector<DueEngagement> engagements, Preparation const& prepare) {
  disclosures_.assign(engagements, context_.as_of);
  Sent sent;
  std::vector<ClosedEngagement> refused;
  std::vector<std::string> delivered_ids;
  try {
    database_.transact([&](Transaction& transaction) {
      require_leases(transaction, context_);
      if (prepare) prepare(transaction);
      auto const delivered = store::deliver(transaction, engagements, context_.as_of);
      delivered_ids = ids_of(delivered);
      require_told(engagements, delivered_ids);
      sent = {static_cast<long>(delivered.messages.size()),
              channels_.announce(transaction, delivered.messages, context_.as_of)};
      refused = delivered.refused;
    });
  } catch (store::InDoubt const&) {
    if (engagements.empty()) throw;
    auto const outcome = look_up(engagements);
    if (outcome.sent + outcome.refused == 0) throw;
    delivered_ids.clear();  // which of them is not known here; the next facts tell
    sent.messages = outcome.sent;
    for (auto& [kind, count] : sent.announced) count = std::min(count, outcome.sent);
  }
  disclosures_.note_sent(engagements, delivered_ids, context_.as_of);
  count(engagements, sent, refused);
}

// Waits for the leases first: the lost connection's transaction holds them until it has ended, one way or the other.
store::CommitOutcome Delivery::look_up(std::vector<DueEngagement> const& engagements) {
  auto const keys = column(engagements, &DueEngagement::key);
  auto const started = std::chrono::steady_clock::now();
  for (;;) {
    try {
      database_.ensure_connected();
      auto const outcome = database_.transact([&](Transaction& transaction) {
        store::renew_leases(transaction, context_.holder, context_.slices);
        return store::commit_outcome(transaction, keys, context_.as_of);
      });
      log::warn("commit_looked_up", {{"size", engagements.size()}, {"sent", outcome.sent}});
      return outcome;
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
  if (sent.messages > 0) refusals_.accepted();
  if (missing > 0) report_.cancelled[Reason::gone] += missing;
  for (auto const& closed : refused) {
    ++report_.cancelled[closed.reason];
    log::info("delivery_refused",
              {{"user_id", closed.key.user_id}, {"engagement_id", closed.key.id}, {"reason", closed.error}});
  }
  for (auto const& [kind, announced] : sent.announced) report_.channels[kind].count(announced, sent.messages);
}

// A conflict of one that stands alone is waited out, unless all conflict.
void Delivery::deliver_alone(std::vector<DueEngagement> const& one) {
  for (int attempt = 1;; ++attempt) {
    try {
      deliver(one);
      return;
    } catch (store::DataError const& problem) {
      // Our own key has refused a second delivery: that never passes.
      bool const is_second = std::string_view{problem.what()}.find("deliveries_pkey") != std::string_view::npos;
      bool const may_pass = problem.sqlstate() == unique_violation || problem.sqlstate() == refused_by_node;
      bool const is_conflict = may_pass && !is_second;
      if (!is_conflict || attempt == most_tries || conflicts_ >= most_conflicts || stop_requested()) {
        conflicts_ += is_conflict ? 1 : 0;
        refusals_.add({one.front(), problem.what(), is_second ? "second delivery" : problem.sqlstate()});
        return;
      }
    }
    std::this_thread::sleep_for(conflict_pause * attempt);
  }
}

void Delivery::deliver_split(std::vector<DueEngagement> const& engagements) {
  if (engagements.empty() || stop_requested()) return;
  if (engagements.size() == 1) return deliver_alone(engagements);
  auto const middle = engagements.begin() + static_cast<std::ptrdiff_t>(engagements.size() / 2);
  for (auto const& half : {std::vector(engagements.begin(), middle), std::vector(middle, engagements.end())}) {
    if (half.size() == 1) {
      deliver_alone(half);
      continue;
    }
    try {
      deliver(half);
    } catch (store::DataError const&) {
      deliver_split(half);
    }
  }
}

// A user or a companion that was deleted after the facts were read is no failure.
bool Delivery::is_gone(RefusedDelivery const& refused) {
  ReadCounts unused;
  auto const facts = reader_.facts({refused.engagement.pair}, store::Planned::leave_out, unused);
  return facts.size() == 1 && !facts.front().exists;
}

// When all are refused alike and none was accepted, it is not the messages.
void Delivery::require_some_accepted(std::vector<RefusedDelivery> const& refused) const {
  if (refused.empty() || refusals_.any_accepted()) return;
  bool const alike = std::all_of(refused.begin(), refused.end(),
                                 [&](RefusedDelivery const& one) { return one.sqlstate == refused.front().sqlstate; });
  if (!alike) return;
  throw configuration_error(
      fmt::format("the database refuses every message, so none was marked as failed: correct the cause and run "
                  "again; {}",
                  refused.front().error));
}

void Delivery::judge() {
  auto refused = refusals_.take();
  std::vector<ClosedEngagement> closed;
  std::erase_if(refused, [&](RefusedDelivery const& one) {
    if (!is_gone(one)) return false;
    closed.push_back({one.engagement.key, "cancelled", Reason::gone, {}});
    return true;
  });
  if (!closed.empty()) report_.cancelled[Reason::gone] += static_cast<long>(closed.size());
  require_some_accepted(refused);
  for (auto const& one : refused) fail(one, closed);
  close(closed);
}

void Delivery::fail(RefusedDelivery const& refused, std::vector<ClosedEngagement>& closed) {
  auto const& key = refused.engagement.key;
  if (refused.sqlstate == unique_violation) {  // stays as it is: the next run tries again
    ++report_.held[refused.engagement.type][Reason::delivery_error];
    log::warn("delivery_conflict", {{"user_id", key.user_id}, {"engagement_id", key.id}, {"error", refused.error}});
    return;
  }
  closed.push_back({key, "failed", Reason::delivery_error, refused.error});
  ++report_.failed;
  log::error("delivery_failed", {{"user_id", key.user_id}, {"engagement_id", key.id}, {"error", refused.error}});
  pass_.record_error(fmt::format("engagement {}: {}", key.id, refused.error));
}

void Delivery::close(std::vector<ClosedEngagement> const& closed) {
  if (closed.empty()) return;
  database_.transact([&](Transaction& transaction) {
    require_leases(transaction, context_);
    store::close_due(transaction, closed, context_.as_of);
  });
}

}  // namespace proactive::app
