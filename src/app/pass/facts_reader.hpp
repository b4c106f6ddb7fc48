#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/pass/pass.hpp"
#include "app/pass/reports.hpp"
#include "store/facts.hpp"

namespace proactive::app {

// Reads what is known of the pairs of a pass, so that one pair whose row cannot be read costs its neighbours nothing:
// what the app's functions refuse as a whole is halved until each such pair stands alone. Those are counted, logged and
// parked. Where a function refuses all of them, and others too, the adapter is at fault: Error (configuration), and
// nobody is parked.
class FactsReader {
 public:
  FactsReader(store::Database& database, Settings const& settings, PassContext const& context, Pass& pass)
      : database_(database), settings_(settings), context_(context), pass_(pass) {}

  // Facts of the readable pairs. Throws Error (configuration) where the app has facts of none of them, nor of any other
  // pair: the adapter is at fault, and nobody is taken for gone. Users in a crisis are flagged.
  std::vector<PairFacts> facts(std::vector<Pair> const& pairs, store::Planned planned, ReadCounts& counts);

  // What a writer is told besides.
  struct Contexts {
    std::map<Pair, Context> of;  // pairs of which the app has a row
    std::set<Pair> unreadable;
  };
  Contexts contexts(std::vector<Pair> const& pairs, MessageSettings const& settings, ReadCounts& counts);

 private:
  using Read = std::function<void(store::Transaction&, std::vector<Pair> const&, std::vector<store::UnreadablePair>&)>;

  // One reading of a batch, while it is split.
  struct Split {
    Read const& read;
    std::vector<Pair> const& all;
    std::vector<store::UnreadablePair> unreadable = {};
    std::size_t refused = 0;  // of these, by the app's function
    bool any_read = false;
  };
  std::vector<store::UnreadablePair> read_all(std::vector<Pair> const& pairs, Read const& read);
  void read_split(std::vector<Pair> const& pairs, Split& split);
  void require_readable_others(Split const& split);
  void flag(std::vector<PairFacts>& facts);
  void require_others(std::vector<Pair> const& pairs);
  void park(std::vector<store::UnreadablePair> const& unreadable, ReadCounts& counts);

  store::Database& database_;
  Settings const& settings_;
  PassContext const& context_;
  Pass& pass_;
};

}  // namespace proactive::app
