#pragma once

#include <map>
#include <vector>

#include "domain/facts.hpp"
#include "domain/message/make_brief.hpp"
#include "domain/settings/settings.hpp"
#include "store/history.hpp"
#include "store/pairs.hpp"
#include "store/pg/database.hpp"

// What is known of pairs: by the app's adapter, and by us. A value of one pair that cannot be read costs that pair
// only; what the app's functions refuse as a whole is thrown as DataError, and the caller asks again for fewer pairs.
namespace proactive::store {

struct FactsBatch {
  std::vector<PairFacts> facts;  // in the order of the pairs, without the unreadable ones
  std::vector<UnreadablePair> unreadable;
  long found = 0;  // pairs of which the app has a row
};

FactsBatch read_facts(Transaction& transaction, std::vector<Pair> const& pairs, Instant as_of, Settings const& settings,
                      Planned planned);

// What the app alone knows of pairs: of those that it has, and that can be read.
std::map<Pair, PairFacts> read_app_facts(Transaction& transaction, std::vector<Pair> const& pairs);

// What users have told us, by a row of ours, upon what the app says. Of two wishes the stricter holds; the language and
// the zone that a user has told us are stronger than the app's.
void apply_wishes(Row const& row, PairFacts& facts, Settings const& settings);

// Whether the app has facts of any of these pairs.
bool has_facts_of_any(Transaction& transaction, std::vector<Pair> const& pairs);

// What a writer is told besides the facts. Pairs that have no row are left out.
std::map<Pair, Context> read_contexts(Transaction& transaction, std::vector<Pair> const& pairs,
                                      MessageSettings const& settings, std::vector<UnreadablePair>& unreadable);

// How many days a memory and a template rest after they were used; nullopt: they do not.
struct Rest {
  Limit memory_days;
  Limit template_days;
};
inline Rest rest_of(CareSettings const& care) { return {care.memory_rest_days, care.template_rest_days}; }

// What the pairs received, newest first, at most 20 of each; and what rests. `rests`: one for each pair.
std::map<Pair, Recents> read_recents(Transaction& transaction, std::vector<Pair> const& pairs,
                                     std::vector<Rest> const& rests, Instant as_of);

// What the app calls the two; empty where it does not say.
struct PairNames {
  std::string user;
  std::string companion;
};
// Pairs that the app does not know are left out.
std::map<Pair, PairNames> pair_names(Transaction& transaction, std::vector<Pair> const& pairs);

}  // namespace proactive::store
