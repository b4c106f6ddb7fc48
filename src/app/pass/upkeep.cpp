#include "app/pass/upkeep.hpp"

#include "app/pass/retention.hpp"
#include "app/pass/settle.hpp"

namespace proactive::app {

using store::Transaction;

void Upkeep::begin(store::Database& database, PassContext const& context) {
  context_.as_of = context.as_of;
  context_.clock = context.clock;
  context_.deadline = context.deadline;
  context_.slices = database.transact(
      [&](Transaction& transaction) { return store::acquire_free_leases(transaction, context_.holder); });
  held_at_ = std::chrono::steady_clock::now();
  if (!context_.slices.empty()) settle(database, settings_, context_);
}

void Upkeep::hold(store::Database& database) {
  auto const now = std::chrono::steady_clock::now();
  if (now - held_at_ < std::chrono::seconds{context_.holder.lease_seconds} / 3) return;
  held_at_ = now;
  context_.slices = database.transact(
      [&](Transaction& transaction) { return store::renew_leases(transaction, context_.holder, context_.slices); });
}

void Upkeep::end(store::Database& database) {
  hold(database);
  if (!context_.slices.empty()) remove_old(database, settings_, context_);
}

}  // namespace proactive::app
