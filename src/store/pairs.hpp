#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/plan/schedule_plan.hpp"
#include "domain/plan/slice_choice.hpp"
#include "store/pg/database.hpp"

// The pairs that the tool knows of: learned from the app, and looked at when they are due.
namespace proactive::store {

// Slices (0-63) to which a statement keeps; nullopt: all users.
using Slices = std::optional<std::vector<int>>;
Param slices_param(Slices const& slices);
std::vector<SliceDue> read_slice_due(Rows const& rows);

// A pair in the order of a walk, and where the walk goes on.
struct PairCursor {
  Pair pair;
  std::string next_check_at;  // as PostgreSQL writes it, since it may be infinite
};

// Pairs that an operator names, or all.
struct Selection {
  std::optional<std::string> user_id = {};
  std::optional<std::string> companion_id = {};
};

// The next pairs whose check is due at `as_of`, oldest first.
std::vector<PairCursor> due_pairs(Transaction& transaction, Instant as_of, std::optional<PairCursor> const& after,
                                  Slices const& slices, int limit);

// All pairs of these users that are due, oldest first.
std::vector<PairCursor> due_pairs_of_users(Transaction& transaction, Instant as_of,
                                           std::vector<std::string> const& users);

// How many are due in each slice, of so many that have been due for longest; the slice of the oldest first.
std::vector<SliceDue> due_pairs_by_slice(Transaction& transaction, Instant as_of, Slices const& slices, long most);

// How many are due, up to 100,000.
long count_due_pairs(Transaction& transaction, Instant as_of, Slices const& slices);

// The next pairs of a user, of a companion, of both or of all, due or not.
std::vector<PairCursor> chosen_pairs(Transaction& transaction, Selection const& selection,
                                     std::optional<PairCursor> const& after, Slices const& slices, int limit);

// For a dry run, which stores nothing: pairs of the app that it has since then, and that are not known.
std::vector<PairCursor> unknown_pairs(Transaction& transaction, std::string const& since, Selection const& selection,
                                      std::optional<PairCursor> const& after, int limit);

// When the pairs are looked at next, and which are forgotten.
void park_pairs(Transaction& transaction, std::vector<NextCheck> const& checks);

// A pair that could not be read, and why.
struct UnreadablePair {
  Pair pair;
  std::string error;
};
void park_unreadable(Transaction& transaction, std::vector<UnreadablePair> const& unreadable, Instant next_check_at);

// Up to 1,000 known pairs besides these.
std::vector<Pair> sample_pairs(Transaction& transaction, std::vector<Pair> const& besides);

// As PostgreSQL writes them.
inline constexpr char const* since_ever = "-infinity";

// Since when the next run would ask for pairs; "infinity": it would not.
std::string next_discovery(Transaction& transaction, Instant as_of, int every_minutes);

// Learning of pairs. One run at a time takes a turn, every so many minutes of the runs' instants, and at any time
// while no pair is known, or, the run that keeps up, not yet all; nothing where it is not time.
struct DiscoveryTurn {
  std::string since;  // as PostgreSQL writes it: -infinity the first time
  bool is_full = false;
};
std::optional<DiscoveryTurn> take_discovery_turn(Transaction& transaction, Instant as_of, int every_minutes,
                                                 bool keeps_up);

// Pairs whose user wrote since then: new ones, and known ones that are due now. Returns how many.
long discover_pairs(Transaction& transaction, std::string const& since, Instant as_of);

// The next of all the app's pairs, or of those chosen, that are not known yet, of at most `limit` that the app lists,
// perhaps twice. Returns how many.
long discover_all_pairs(Transaction& transaction, Selection const& selection, Instant as_of, long limit);
void end_full_discovery(Transaction& transaction, Instant as_of);

}  // namespace proactive::store
