#include "app/pass/throttle.hpp"

#include <algorithm>
#include <thread>

#include "base/log.hpp"
#include "store/deliveries.hpp"

namespace proactive::app {

using std::chrono::steady_clock;

SendRate Throttle::rate() const {
  return send_rate(*settings_.max_sends_per_minute, static_cast<int>(pass_.slices().held().size()), store::slice_count);
}

long Throttle::take(store::Database& database, PassContext const& context, long wanted) {
  if (!is_on_) return wanted;
  auto const allowed = rate();
  std::lock_guard const lock(mutex_);  // what one job sees as free is not seen by another
  auto const sent = database.transact([&](store::Transaction& transaction) {
    return store::sent_since(transaction, context.as_of - allowed.every, slices_of(pass_.slices().held()));
  });
  room_at_ = sent.first ? *sent.first + allowed.every : context.as_of;
  auto const room = std::clamp(allowed.portion - sent.count - taken_, 0L, wanted);
  taken_ += room;
  return room;
}

void Throttle::give_back(long taken) {
  if (!is_on_) return;
  std::lock_guard const lock(mutex_);
  taken_ -= taken;
}

void Throttle::wait(store::Database& database, PassContext const& context) {
  constexpr std::chrono::milliseconds step{100};
  auto const started = steady_clock::now();
  auto const room_at = [&] {
    std::lock_guard const lock(mutex_);
    return room_at_;
  };
  auto renewed = started;
  do {
    std::this_thread::sleep_for(step);
    if (steady_clock::now() - renewed < std::chrono::seconds{context.holder.lease_seconds} / 3) continue;
    database.transact([&](store::Transaction& transaction) { require_leases(transaction, context); });
    renewed = steady_clock::now();
  } while (context.may_begin() && context.clock.now() < room_at());
  std::lock_guard const lock(mutex_);
  waited_ += std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - started);
}

void Throttle::tell() const {
  if (waited_.count() == 0) return;
  log::info("throttled", {{"max_sends_per_minute", *settings_.max_sends_per_minute}, {"waited_ms", waited_.count()}});
}

}  // namespace proactive::app
