#include "app/pass/retention.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "base/stop.hpp"
#include "domain/policy/terms.hpp"
#include "domain/timing/habit.hpp"
#include "store/experiments.hpp"
#include "store/facts.hpp"
#include "store/retention.hpp"
#include "store/runs.hpp"

namespace proactive::app {

namespace {

using store::Transaction;

constexpr int calls_a_portion = 1000;
constexpr int engagements_a_portion = 2000;  // that are looked at
constexpr int most_portions_of_calls = 20;
constexpr int most_portions_of_engagements = 10;

struct Removed {
  long texts = 0;
  long engagements = 0;
};

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

long remove_calls(store::Database& database, PassContext const& context, int days) {
  long removed = 0;
  for (int i = 0; i < most_portions_of_calls && !stop_requested(); ++i) {
    auto const found = database.transact([&](Transaction& transaction) {
      require_leases(transaction, context);
      return store::forget_calls(transaction, days, slices_of(context), calls_a_portion, context.as_of);
    });
    removed += found;
    if (found < calls_a_portion) break;
  }
  return removed;
}

// Nullopt: the round is over. Rows are removed by a function that is their owner's, in a transaction of its own: a
// cluster lets one role alone change a table in it.
std::optional<Removed> remove_of_portion(store::Database& database, PassContext const& context,
                                         store::KeptTexts const& texts, store::KeptEngagements const& kept) {
  Removed removed;
  auto const portion = database.transact([&](Transaction& transaction) {
    require_leases(transaction, context);
    auto found = store::next_portion(transaction, engagements_a_portion);
    if (found) removed.texts = store::forget_texts(transaction, texts, *found, context.as_of);
    return found;
  });
  if (!portion) return std::nullopt;
  database.transact([&](Transaction& transaction) {
    require_leases(transaction, context);
    removed.engagements = store::remove_engagements(transaction, kept, *portion, context.as_of);
    store::keep_round(transaction, *portion);
  });
  return removed;
}

// The round is one through all users: who has not got all slices leaves it to the next run.
Removed go_round(store::Database& database, PassContext const& context, store::KeptTexts const& texts,
                 store::KeptEngagements const& kept) {
  Removed sum;
  if (slices_of(context)) return sum;
  for (int i = 0; i < most_portions_of_engagements && !stop_requested(); ++i) {
    auto const removed = remove_of_portion(database, context, texts, kept);
    if (!removed) break;
    sum.texts += removed->texts;
    sum.engagements += removed->engagements;
  }
  return sum;
}

}  // namespace

void remove_old(store::Database& database, Settings const& settings, PassContext const& context) {
  auto const& runs = settings.runs;
  auto const days = runs.retention_days;
  database.transact([&](Transaction& transaction) {
    store::forget_old_runs(transaction, std::min(runs.keep_runs_days, days.value_or(runs.keep_runs_days)));
  });
  if (!days) return;
  store::KeptTexts const kept_texts{*days, std::max(*days, settings.care.memory_rest_days.value_or(0))};
  auto const begin = database.transact(store::first_experiment_begin);
  auto const removed = go_round(database, context, kept_texts, kept_engagements(settings, *days, context.as_of, begin));
  auto const calls = remove_calls(database, context, *days);
  database.transact([&](Transaction& transaction) { store::forget_usage(transaction, *days); });
  if (removed.texts + calls + removed.engagements > 0)
    log::info("old_rows_removed", {{"texts", removed.texts}, {"calls", calls}, {"engagements", removed.engagements}});
}

}  // namespace proactive::app
