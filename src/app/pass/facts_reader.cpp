#include "app/pass/facts_reader.hpp"

#include "base/log.hpp"

namespace proactive::app {

namespace {

using store::Transaction;
using store::UnreadablePair;

constexpr std::chrono::hours unreadable_wait{24};

}  // namespace

void FactsReader::read_split(std::vector<Pair> const& pairs, Read const& read,
                             std::vector<UnreadablePair>& unreadable) {
  if (pairs.empty()) return;
  try {
    database_.transact([&](Transaction& transaction) { read(transaction, pairs, unreadable); });
    return;
  } catch (store::DataError const& problem) {
    if (pairs.size() == 1) {
      unreadable.push_back({pairs.front(), problem.what()});
      return;
    }
    log::debug("read_refused", {{"size", pairs.size()}, {"error", problem.what()}});
  }
  auto const middle = pairs.begin() + static_cast<std::ptrdiff_t>(pairs.size() / 2);
  read_split({pairs.begin(), middle}, read, unreadable);
  read_split({middle, pairs.end()}, read, unreadable);
}

std::vector<PairFacts> FactsReader::facts(std::vector<Pair> const& pairs, store::Planned planned, ReadCounts& counts) {
  std::vector<PairFacts> facts;
  std::vector<UnreadablePair> unreadable;
  long found = 0;
  read_split(
      pairs,
      [&](Transaction& transaction, std::vector<Pair> const& some, std::vector<UnreadablePair>& bad) {
        auto batch = store::read_facts(transaction, some, context_.as_of, settings_, planned);
        found += batch.found;
        facts.insert(facts.end(), std::make_move_iterator(batch.facts.begin()),
                     std::make_move_iterator(batch.facts.end()));
        bad.insert(bad.end(), batch.unreadable.begin(), batch.unreadable.end());
      },
      unreadable);
  if (found == 0 && unreadable.empty() && !pairs.empty()) require_others(pairs);
  park(unreadable, counts);
  return facts;
}

FactsReader::Contexts FactsReader::contexts(std::vector<Pair> const& pairs, ReadCounts& counts) {
  Contexts contexts;
  std::vector<UnreadablePair> unreadable;
  read_split(
      pairs,
      [&](Transaction& transaction, std::vector<Pair> const& some, std::vector<UnreadablePair>& bad) {
        contexts.of.merge(store::read_contexts(transaction, some, settings_.message, bad));
      },
      unreadable);
  park(unreadable, counts);
  for (auto const& [pair, error] : unreadable) contexts.unreadable.insert(pair);
  return contexts;
}

// A deleted user is gone; that everybody is gone is never true of an app in use.
void FactsReader::require_others(std::vector<Pair> const& pairs) {
  bool const knows_others = database_.transact([&](Transaction& transaction) {
    auto const others = store::sample_pairs(transaction, pairs);
    return !others.empty() && store::has_facts_of_any(transaction, others);
  });
  if (knows_others) return;
  throw configuration_error(
      "the adapter has facts of none of " + std::to_string(pairs.size()) +
      " pairs, nor of any other, so nobody is taken for gone: run proactive config adapter check");
}

void FactsReader::park(std::vector<UnreadablePair> const& unreadable, ReadCounts& counts) {
  if (unreadable.empty()) return;
  counts.unreadable += static_cast<long>(unreadable.size());
  for (auto const& [pair, error] : unreadable) {
    log::error("unreadable", {{"user_id", pair.user_id}, {"companion_id", pair.companion_id}, {"error", error}});
    pass_.record_error("user " + pair.user_id + ", companion " + pair.companion_id + " cannot be read: " + error);
  }
  if (context_.dry_run) return;
  database_.transact([&](Transaction& transaction) {
    require_leases(transaction, context_);
    store::park_unreadable(transaction, unreadable, context_.as_of + unreadable_wait);
  });
}

}  // namespace proactive::app
