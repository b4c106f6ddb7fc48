#include "app/pass/discovery.hpp"

#include <fmt/core.h>

#include "base/log.hpp"

namespace proactive::app {

namespace {

using store::Transaction;

constexpr long pairs_a_step = 500'000;  // of one transaction, each of which asks the app for all
constexpr long few_pairs = 1000;        // fewer than that: they were the last, of which an app may list some twice
constexpr int statement_seconds = 120;  // a step may look at all of an app's pairs
constexpr int usual_seconds = 10;

// What is left at the end of the run's time is found by the next turn.
long discover_all(store::Database& database, PassContext const& context, ProgressBoard& board,
                  store::Selection const& selection, Upkeep& upkeep) {
  long found = 0;
  while (context.may_begin()) {
    auto const added = database.transact([&](Transaction& transaction) {
      return store::discover_all_pairs(transaction, selection, context.as_of, pairs_a_step);
    });
    found += added;
    upkeep.hold(database);
    board.step(fmt::format("learning of pairs, {} so far", found));
    if (added >= few_pairs) continue;
    if (!selection.user_id && !selection.companion_id) {
      database.transact([&](Transaction& transaction) { store::end_full_discovery(transaction, context.as_of); });
    }
    break;
  }
  return found;
}

// The turn and what it finds are one transaction: a turn that fails is not taken.
struct Woken {
  std::optional<store::DiscoveryTurn> turn;
  long pairs = 0;
};
Woken wake(store::Database& database, Settings const& settings, PassContext const& context, Upkeep const& upkeep) {
  return database.transact([&](Transaction& transaction) {
    Woken woken;
    woken.turn = store::take_discovery_turn(transaction, context.as_of, settings.runs.discover_interval_minutes,
                                            upkeep.is_of_all());
    if (woken.turn && woken.turn->since != store::since_ever) {  // the first time there are none to wake
      woken.pairs = store::discover_pairs(transaction, woken.turn->since, context.as_of);
    }
    return woken;
  });
}

}  // namespace

long discover(store::Database& database, Settings const& settings, PassContext const& context, ProgressBoard& board,
              std::optional<store::Selection> const& asked_for, Upkeep& upkeep) {
  board.step("learning of pairs");
  database.set_statement_seconds(statement_seconds);
  auto const woken = wake(database, settings, context, upkeep);
  long found = 0;
  bool const is_full = woken.turn && woken.turn->is_full;
  if (is_full) {
    found = discover_all(database, context, board, {}, upkeep);
  } else if (asked_for) {
    found = discover_all(database, context, board, *asked_for, upkeep);
  }
  if (woken.turn || asked_for) {
    log::debug("pairs_discovered", {{"since", woken.turn ? woken.turn->since : store::since_ever},
                                    {"woken", woken.pairs},
                                    {"new", found},
                                    {"full", is_full}});
  }
  database.set_statement_seconds(usual_seconds);
  return woken.pairs + found;
}

std::string previewed_since(Transaction& transaction, Settings const& settings, Instant as_of,
                            std::optional<store::Selection> const& asked_for) {
  if (asked_for) return store::since_ever;
  return store::next_discovery(transaction, as_of, settings.runs.discover_interval_minutes);
}

}  // namespace proactive::app
