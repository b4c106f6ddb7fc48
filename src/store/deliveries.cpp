#include "store/deliveries.hpp"

#include <map>

#include "queries.hpp"
#include "store/arrays.hpp"

namespace proactive::store {

std::vector<DueEngagement> due_engagements(Transaction& transaction, Instant as_of,
                                           std::optional<DueEngagement> const& after, Slices const& slices, int limit) {
  std::optional<Instant> after_time;
  std::optional<std::string> after_user;
  std::optional<std::string> after_id;
  if (after) {
    after_time = after->scheduled_for;
    after_user = after->key.user_id;
    after_id = after->key.id;
  }
  auto const rows = transaction.exec(queries::due_engagements, {as_of, after_time, after_user, after_id,
                                                                slices ? Param{*slices} : Param{std::nullopt}, limit});
  std::vector<DueEngagement> due;
  due.reserve(static_cast<std::size_t>(rows.size()));
  for (auto const row : rows) {
    due.push_back({{row[0].text(), row[1].text()},
                   {row[0].text(), row[2].text()},
                   engagement_type_from(row[3].text()).value(),
                   row[4].instant(),
                   row[5].instant(),
                   row[6].text(),
                   row[7].text()});
  }
  return due;
}

std::vector<EngagementKey> deliver(Transaction& transaction, std::vector<DueEngagement> const& engagements,
                                   Instant as_of, Instant next_check_at) {
  if (engagements.empty()) return {};
  std::map<std::pair<std::string, std::string>, Pair const*> pair_of;
  for (auto const& engagement : engagements) pair_of[{engagement.key.user_id, engagement.key.id}] = &engagement.pair;

  auto const wanted = column(engagements, &DueEngagement::key);
  auto const marked = transaction.exec(queries::mark_sent, {user_ids(wanted), engagement_ids(wanted), as_of});
  std::vector<EngagementKey> sent;
  std::vector<Pair> pairs;
  for (auto const row : marked) {
    sent.push_back({row[0].text(), row[1].text()});
    pairs.push_back(*pair_of.at({sent.back().user_id, sent.back().id}));
  }
  if (sent.empty()) return sent;

  auto const users = user_ids(sent);
  auto const ids = engagement_ids(sent);
  transaction.exec(queries::create_conversations, {users, ids, as_of});
  auto const inserted = transaction.exec(queries::insert_messages, {users, ids, as_of});
  if (inserted.size() != static_cast<int>(sent.size())) {
    throw DataError(
        "no conversation could be found or created for an engagement: see whether its companion still exists", "P0002");
  }
  transaction.exec(queries::touch_conversations, {users, ids, as_of});
  transaction.exec(queries::touch_relationships, {user_ids(pairs), companion_ids(pairs), as_of, next_check_at});
  return sent;
}

void close_due(Transaction& transaction, std::vector<ClosedEngagement> const& engagements, Instant as_of) {
  if (engagements.empty()) return;
  auto const keys = column(engagements, &ClosedEngagement::key);
  auto const error = [](ClosedEngagement const& closed) {
    return closed.error.empty() ? std::optional<std::string>{} : std::optional{closed.error};
  };
  transaction.exec(queries::close_due,
                   {user_ids(keys), engagement_ids(keys), column(engagements, &ClosedEngagement::status),
                    column(engagements, [](auto const& closed) { return name_of(closed.reason); }),
                    column(engagements, error), as_of});
}

void hold_due(Transaction& transaction, std::vector<HeldEngagement> const& engagements) {
  if (engagements.empty()) return;
  auto const keys = column(engagements, &HeldEngagement::key);
  transaction.exec(queries::hold_due,
                   {user_ids(keys), engagement_ids(keys), column(engagements, &HeldEngagement::scheduled_for)});
}

}  // namespace proactive::store
