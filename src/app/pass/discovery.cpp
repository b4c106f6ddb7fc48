#include "app/pass/discovery.hpp"

#include "base/log.hpp"
#include "store/pairs.hpp"

namespace proactive::app {

namespace {

using store::Transaction;

constexpr long step = 100'000;          // pairs of one transaction
constexpr int statement_seconds = 120;  // a step may look at all of an app's pairs
constexpr int usual_seconds = 10;

// Until a step finds fewer than it may: what is left at the end of the run's time is found by the next turn.
long discover_all(store::Database& database, PassContext const& context) {
  long found = 0;
  while (context.may_begin()) {
    auto const added = database.transact(
        [&](Transaction& transaction) { return store::discover_all_pairs(transaction, context.as_of, step); });
    found += added;
    if (added == step) continue;
    database.transact([&](Transaction& transaction) { store::end_full_discovery(transaction, context.as_of); });
    break;
  }
  return found;
}

}  // namespace

long discover(store::Database& database, Settings const& settings, PassContext const& context) {
  auto const turn = database.transact([&](Transaction& transaction) {
    return store::take_discovery_turn(transaction, context.as_of, settings.runs.discover_interval_minutes);
  });
  if (!turn) return 0;
  database.set_statement_seconds(statement_seconds);
  long woken = 0;
  if (turn->since != "-infinity") {  // the first time there are none to wake
    woken = database.transact(
        [&](Transaction& transaction) { return store::discover_pairs(transaction, turn->since, context.as_of); });
  }
  auto const found = turn->is_full ? discover_all(database, context) : 0;
  database.set_statement_seconds(usual_seconds);
  log::debug("pairs_discovered", {{"since", turn->since}, {"woken", woken}, {"new", found}, {"full", turn->is_full}});
  return woken + found;
}

}  // namespace proactive::app
