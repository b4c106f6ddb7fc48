#include "app/pass/facts_reader.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/log.hpp"
#include "base/text.hpp"
#include "domain/safety.hpp"
#include "store/safety.hpp"

namespace proactive::app {

namespace {

using store::Transaction;
using store::UnreadablePair;

constexpr std::chrono::hours unreadable_wait{24};
constexpr std::size_t suspicious_pairs = 10;  // refused pairs, while none was read
constexpr std::size_t most_probes = 20;       // of other pairs

// One line for each wish that some of these users have in a form that is not read.
void tell_unreadable_wishes(std::vector<PairFacts> const& batch) {
  std::map<std::string, std::set<std::string>> users;
  for (auto const& facts : batch) {
    for (auto const& name : facts.unreadable_wishes) users[name].insert(facts.pair.user_id);
  }
  for (auto const& [name, of] : users) {
    log::warn("preference_unreadable", {{"preference", name}, {"users", of.size()}, {"user_id", *of.begin()}});
  }
}

}  // namespace

std::vector<UnreadablePair> FactsReader::read_all(std::vector<Pair> const& pairs, Read const& read) {
  Split split{read, pairs};
  read_split(pairs, split);
  if (!split.any_read && split.refused > 0) require_readable_others(split);
  return std::move(split.unreadable);
}

void FactsReader::read_split(std::vector<Pair> const& pairs, Split& split) {
  if (pairs.empty()) return;
  try {
    database_.transact([&](Transaction& transaction) { split.read(transaction, pairs, split.unreadable); });
    split.any_read = true;
    return;
  } catch (store::DataError const& problem) {
    if (pairs.size() == 1) {
      split.unreadable.push_back({pairs.front(), problem.what()});
      // So many in a row, and none that could be read: before all are tried, others are.
      if (++split.refused == suspicious_pairs && !split.any_read) require_readable_others(split);
      return;
    }
    log::debug("read_refused", {{"size", pairs.size()}, {"error", problem.what()}});
  }
  auto const middle = pairs.begin() + static_cast<std::ptrdiff_t>(pairs.size() / 2);
  read_split({pairs.begin(), middle}, split);
  read_split({middle, pairs.end()}, split);
}

// Throws where no other pair can be read either.
void FactsReader::require_readable_others(Split const& split) {
  auto const others =
      database_.transact([&](Transaction& transaction) { return store::sample_pairs(transaction, split.all); });
  auto const tried = std::min(others.size(), most_probes);
  for (std::size_t i = 0; i < tried; ++i) {
    try {
      std::vector<UnreadablePair> unused;
      database_.transact([&](Transaction& transaction) { split.read(transaction, {others[i]}, unused); });
      return;
    } catch (store::DataError const&) {  // the next one may do
    }
  }
  if (split.all.size() == 1 && others.empty()) return;  // a single pair in all: it is the pair as well as the function
  throw configuration_error(
      fmt::format("the adapter refuses every pair, so none was marked: run proactive config adapter check; {}",
                  split.unreadable.back().error));
}

std::vector<PairFacts> FactsReader::facts(std::vector<Pair> const& pairs, store::Planned planned, ReadCounts& counts) {
  std::vector<PairFacts> facts;
  long found = 0;
  std::set<Pair> const wanted(pairs.begin(), pairs.end());
  auto const unreadable = read_all(pairs, [&](Transaction& transaction, std::vector<Pair> const& some,
                                              std::vector<UnreadablePair>& bad) {
    auto batch = store::read_facts(transaction, some, context_.as_of, settings_, planned);
    if (!wanted.contains(some.front())) return;  // a probe of another
    found += batch.found;
    facts.insert(facts.end(), std::make_move_iterator(batch.facts.begin()), std::make_move_iterator(batch.facts.end()));
    bad.insert(bad.end(), batch.unreadable.begin(), batch.unreadable.end());
  });
  if (found == 0 && unreadable.empty() && !pairs.empty()) require_others(pairs);
  park(unreadable, counts);
  tell_unreadable_wishes(facts);
  flag(facts);
  return facts;
}

// What is read of the app silences every companion of the user, also those that are not looked at now.
void FactsReader::flag(std::vector<PairFacts>& facts) {
  auto const raised = raise_flags(facts, gate_rules(settings_), context_.as_of);
  if (raised.empty() || context_.dry_run) return;
  for (auto const& flag : raised) log::warn("safety_flag_raised", {{"user_id", flag.user_id}, {"source", flag.source}});
  database_.transact([&](Transaction& transaction) {
    require_leases(transaction, context_);
    store::store_flags(transaction, raised);
  });
}

FactsReader::Contexts FactsReader::contexts(std::vector<Pair> const& pairs, MessageSettings const& settings,
                                            ReadCounts& counts) {
  Contexts contexts;
  auto const unreadable =
      read_all(pairs, [&](Transaction& transaction, std::vector<Pair> const& some, std::vector<UnreadablePair>& bad) {
        contexts.of.merge(store::read_contexts(transaction, some, settings, bad));
      });
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
      fmt::format("the adapter has facts of none of {}, nor of any other, so nobody is taken for gone: run "
                  "proactive config adapter check",
                  counted_noun(static_cast<long>(pairs.size()), "pair")));
}

void FactsReader::park(std::vector<UnreadablePair> const& unreadable, ReadCounts& counts) {
  if (unreadable.empty()) return;
  counts.unreadable += static_cast<long>(unreadable.size());
  for (auto const& [pair, error] : unreadable) {
    log::error("unreadable", {{"user_id", pair.user_id}, {"companion_id", pair.companion_id}, {"error", error}});
    pass_.record_error(fmt::format("user {}, companion {} cannot be read: {}", pair.user_id, pair.companion_id, error));
  }
  if (context_.dry_run) return;
  database_.transact([&](Transaction& transaction) {
    require_leases(transaction, context_);
    store::park_unreadable(transaction, unreadable, context_.as_of + unreadable_wait);
  });
}

}  // namespace proactive::app
