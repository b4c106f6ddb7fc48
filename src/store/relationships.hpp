#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/brief.hpp"
#include "domain/facts.hpp"
#include "domain/settings/settings.hpp"
#include "store/database.hpp"

namespace proactive::store {

// Slices (0-63) to which a statement keeps; nullopt: all users.
using Slices = std::optional<std::vector<int>>;

// A relationship in the order of a walk, and where the walk goes on.
struct RelationshipCursor {
  Pair pair;
  std::string next_check_at;  // as PostgreSQL writes it, since it may be infinite
};

// The next relationships whose check is due at `as_of`, oldest first.
std::vector<RelationshipCursor> due_relationships(Transaction& transaction, Instant as_of,
                                                  std::optional<RelationshipCursor> const& after, Slices const& slices,
                                                  int limit);

// How many are due, up to 100,000.
long count_due_relationships(Transaction& transaction, Instant as_of, Slices const& slices);

// The next relationships of a user, of a companion, of both or of all, due or not. Throws Error (usage) for an id that
// is not of the host's type.
struct Selection {
  std::optional<std::string> user_id = {};
  std::optional<std::string> companion_id = {};
};
std::vector<RelationshipCursor> chosen_relationships(Transaction& transaction, Selection const& selection,
                                                     std::optional<RelationshipCursor> const& after,
                                                     Slices const& slices, int limit);

// Facts in the order of the pairs. `planned`: deliveries that are still to come count among user_deliveries.
enum class Planned { count, leave_out };
std::vector<RelationshipFacts> relationship_facts(Transaction& transaction, std::vector<Pair> const& pairs,
                                                  Instant as_of, Settings const& settings, Planned planned);

// When each pair is looked at next.
struct NextCheck {
  Pair pair;
  Instant at;
};
void park_relationships(Transaction& transaction, std::vector<NextCheck> const& checks);

// What a writer is told, without type and delivery time; pairs that have gone are left out. Unknown time zones and
// missing languages are replaced by the defaults.
std::vector<Brief> briefs(Transaction& transaction, std::vector<Pair> const& pairs, Settings const& settings);

}  // namespace proactive::store
