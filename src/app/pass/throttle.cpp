#include "app/pass/throttle.hpp"

#include <algorithm>
#include <limits>
#include <thread>

#include "base/log.hpp"
#include "store/deliveries.hpp"

namespace proactive::app {

using std::chrono::steady_clock;

Throttle::Throttle(store::Database& database, RunSettings const& settings, PassContext const& context)
    : database_(database), context_(context), per_minute_(settings.max_sends_per_minute.value_or(0)) {
  if (!settings.max_sends_per_minute || context.dry_run || context.clock.stands_still()) return;
  rate_ = send_rate(per_minute_, static_cast<int>(context.slices.size()), store::slice_count);
}

long Throttle::room() {
  if (!rate_) return std::numeric_limits<long>::max();
  auto const sent = database_.transact([&](store::Transaction& transaction) {
    return store::sent_since(transaction, context_.as_of - rate_->every, slices_of(context_));
  });
  if (sent.first) room_at_ = *sent.first + rate_->every;
  return std::max(0L, rate_->portion - sent.count);
}

void Throttle::wait() {
  constexpr std::chrono::milliseconds step{100};
  auto const started = steady_clock::now();
  auto renewed = started;
  while (context_.may_begin() && context_.clock.now() < room_at_) {
    std::this_thread::sleep_for(step);
    if (steady_clock::now() - renewed < std::chrono::seconds{context_.holder.lease_seconds} / 3) continue;
    database_.transact([&](store::Transaction& transaction) { require_leases(transaction, context_); });
    renewed = steady_clock::now();
  }
  waited_ += std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - started);
}

void Throttle::tell() const {
  if (waited_.count() == 0) return;
  log::info("throttled", {{"max_sends_per_minute", per_minute_}, {"waited_ms", waited_.count()}});
}

}  // namespace proactive::app
