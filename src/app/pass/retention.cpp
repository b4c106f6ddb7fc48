#include "app/pass/retention.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "base/stop.hpp"
#include "domain/policy/terms.hpp"
#include "domain/timing/habit.hpp"
#include "store/experiments.hpp"
#include "store/facts.hpp"
#include "store/retention.hpp"

namespace proactive::app {

namespace {

using store::Transaction;

constexpr int portion = 1000;
constexpr int most_portions = 20;

// One portion after the other, until none is left.
template <typename Forget>
long in_portions(store::Database& database, PassContext const& context, Forget const& forget) {
  long removed = 0;
  for (int i = 0; i < most_portions && !stop_requested(); ++i) {
    auto const found = database.transact([&](Transaction& transaction) {
      require_leases(transaction, context);
      return forget(transaction);
    });
    removed += found;
    if (found < portion) break;
  }
  return removed;
}

// Proofs stay as long as a policy asks, rests as long as they last, what may have caused a session as long as users'
// hours are learned from it, and of each pair what waits are counted by.
// `begin`: of the oldest experiment that runs, whose report needs what was sent since.
store::KeptEngagements kept_engagements(Settings const& settings, int days, Instant as_of,
                                        std::optional<Instant> begin) {
  auto const learned = settings.care.send_time == SendTime::learned
                           ? static_cast<int>(std::chrono::ceil<std::chrono::days>(habit_window).count()) + 1
                           : 0;
  auto const rest = std::max(settings.care.memory_rest_days.value_or(0), settings.care.template_rest_days.value_or(0));
  auto const rules = gate_rules(settings);
  auto const tried = begin ? static_cast<int>(std::chrono::ceil<std::chrono::days>(as_of - *begin).count()) + 1 : 0;
  return {days, std::max({days, rest, evidence_days(rules), learned, tried}), counted_deliveries(rules)};
}

}  // namespace

void remove_old(store::Database& database, Settings const& settings, PassContext const& context) {
  auto const days = settings.runs.retention_days;
  if (!days) return;
  auto const slices = slices_of(context);
  store::KeptTexts const kept_texts{*days, std::max(*days, settings.care.memory_rest_days.value_or(0))};
  auto const texts = in_portions(database, context, [&](Transaction& transaction) {
    return store::forget_texts(transaction, kept_texts, slices, portion, context.as_of);
  });
  auto const calls = in_portions(database, context, [&](Transaction& transaction) {
    return store::forget_calls(transaction, *days, slices, portion, context.as_of);
  });
  auto const begin = database.transact(store::first_experiment_begin);
  auto const kept = kept_engagements(settings, *days, context.as_of, begin);
  auto const rows = in_portions(database, context, [&](Transaction& transaction) {
    return store::remove_engagements(transaction, kept, slices, portion, context.as_of);
  });
  database.transact([&](Transaction& transaction) { store::forget_usage(transaction, *days); });
  if (texts + calls + rows > 0)
    log::info("old_rows_removed", {{"texts", texts}, {"calls", calls}, {"engagements", rows}});
}

}  // namespace proactive::app
