#include "store/pairs.hpp"

#include "queries.hpp"
#include "store/arrays.hpp"

namespace proactive::store {

namespace {

Pair read_pair(Row const& row) { return {row["user_text"].text(), row["companion_text"].text()}; }

std::vector<PairCursor> read_cursors(Rows const& rows) {
  std::vector<PairCursor> cursors;
  for (auto const row : rows) cursors.push_back({read_pair(row), row["next_check"].text()});
  return cursors;
}

bool knows_nobody(Transaction& transaction) {
  return transaction.exec(queries::knows_nobody)[0]["knows_nobody"].boolean();
}

std::optional<std::string> field_of(std::optional<PairCursor> const& cursor, std::string Pair::*field) {
  if (!cursor) return std::nullopt;
  return cursor->pair.*field;
}

}  // namespace

Param slices_param(Slices const& slices) { return slices ? Param{*slices} : Param{std::nullopt}; }

std::vector<SliceDue> read_slice_due(Rows const& rows) {
  std::vector<SliceDue> due;
  for (auto const row : rows) due.push_back({static_cast<int>(row["slice"].integer()), row["due"].integer()});
  return due;
}

std::vector<PairCursor> due_pairs(Transaction& transaction, Instant as_of, std::optional<PairCursor> const& after,
                                  Slices const& slices, int limit) {
  std::optional<std::string> after_check;
  if (after) after_check = after->next_check_at;
  return read_cursors(transaction.exec(queries::due_pairs, as_of, after_check, field_of(after, &Pair::user_id),
                                       field_of(after, &Pair::companion_id), slices_param(slices), limit));
}

std::vector<PairCursor> due_pairs_of_users(Transaction& transaction, Instant as_of,
                                           std::vector<std::string> const& users) {
  return read_cursors(transaction.exec(queries::due_pairs_of_users, users, as_of));
}

std::vector<SliceDue> due_pairs_by_slice(Transaction& transaction, Instant as_of, Slices const& slices, long most) {
  return read_slice_due(transaction.exec(queries::due_pairs_by_slice, as_of, slices_param(slices), most));
}

long count_due_pairs(Transaction& transaction, Instant as_of, Slices const& slices) {
  return transaction.exec(queries::count_due_pairs, as_of, slices_param(slices))[0]["due"].integer();
}

std::vector<PairCursor> chosen_pairs(Transaction& transaction, Selection const& selection,
                                     std::optional<PairCursor> const& after, Slices const& slices, int limit) {
  return read_cursors(transaction.exec(queries::chosen_pairs, selection.user_id, selection.companion_id,
                                       field_of(after, &Pair::user_id), field_of(after, &Pair::companion_id),
                                       slices_param(slices), limit));
}

std::vector<PairCursor> unknown_pairs(Transaction& transaction, std::string const& since, Selection const& selection,
                                      std::optional<PairCursor> const& after, int limit) {
  return read_cursors(transaction.exec(queries::unknown_pairs, since, selection.user_id, selection.companion_id,
                                       field_of(after, &Pair::user_id), field_of(after, &Pair::companion_id), limit));
}

void park_pairs(Transaction& transaction, std::vector<NextCheck> const& checks) {
  std::vector<NextCheck> parked;
  std::vector<Pair> forgotten;
  for (auto const& check : checks) {
    if (check.forget) {
      forgotten.push_back(check.pair);
    } else {
      parked.push_back(check);
    }
  }
  if (!parked.empty()) {
    auto const pairs = column(parked, &NextCheck::pair);
    transaction.exec(queries::park_pairs, user_ids(pairs), companion_ids(pairs), column(parked, &NextCheck::at),
                     column(parked, &NextCheck::gone_since));
  }
  if (!forgotten.empty()) transaction.exec(queries::forget_pairs, user_ids(forgotten), companion_ids(forgotten));
}

void park_unreadable(Transaction& transaction, std::vector<UnreadablePair> const& unreadable, Instant next_check_at) {
  if (unreadable.empty()) return;
  auto const pairs = column(unreadable, &UnreadablePair::pair);
  transaction.exec(queries::park_unreadable_pairs, user_ids(pairs), companion_ids(pairs),
                   column(unreadable, &UnreadablePair::error), next_check_at);
}

std::vector<Pair> sample_pairs(Transaction& transaction, std::vector<Pair> const& besides) {
  std::vector<Pair> sample;
  for (auto const row : transaction.exec(queries::sample_pairs, user_ids(besides), companion_ids(besides))) {
    sample.push_back(read_pair(row));
  }
  return sample;
}

std::string next_discovery(Transaction& transaction, Instant as_of, int every_minutes) {
  return transaction.exec(queries::next_discovery, as_of, every_minutes)[0]["since"].text();
}

std::optional<DiscoveryTurn> take_discovery_turn(Transaction& transaction, Instant as_of, int every_minutes,
                                                 bool keeps_up) {
  auto const rows =
      transaction.exec(queries::take_discovery_turn, as_of, every_minutes, knows_nobody(transaction), keeps_up);
  if (rows.empty()) return std::nullopt;
  return DiscoveryTurn{rows[0]["since"].text(), rows[0]["is_full_due"].boolean()};
}

long discover_pairs(Transaction& transaction, std::string const& since, Instant as_of) {
  return transaction.exec(queries::discover_pairs, since, as_of).affected();
}

long discover_all_pairs(Transaction& transaction, Selection const& selection, Instant as_of, long limit) {
  return transaction.exec(queries::discover_all_pairs, as_of, limit, selection.user_id, selection.companion_id)
      .affected();
}

void end_full_discovery(Transaction& transaction, Instant as_of) {
  if (!knows_nobody(transaction)) transaction.exec(queries::end_full_discovery, as_of);
}

}  // namespace proactive::store
