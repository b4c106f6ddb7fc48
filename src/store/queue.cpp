#include "store/queue.hpp"

#include "queries.hpp"
#include "store/arrays.hpp"

namespace proactive::store {

std::vector<QueuedMessage> queued_messages(Transaction& transaction, QueueState state, int limit) {
  std::vector<QueuedMessage> messages;
  for (auto const row : transaction.exec(queries::queued_messages, name_of(state), limit)) {
    messages.push_back({row["id"].text(),
                        {row["user_id"].text(), row["companion_id"].text()},
                        row["engagement_type"].text(),
                        row["writer"].optional_text().value_or(""),
                        row["llm_model"].optional_text(),
                        row["scheduled_for"].instant(),
                        row["engagement_content"].optional_text(),
                        row["reason"].optional_text(),
                        row["error"].optional_text(),
                        row["closed_at"].optional_instant()});
  }
  return messages;
}

QueueCounts count_queue(Transaction& transaction) {
  auto const row = transaction.exec(queries::count_queue)[0];
  return {row["waiting"].integer(), row["scheduled"].integer(), row["failed"].integer()};
}

WaitingCounts count_waiting(Transaction& transaction, Instant now, Slices const& slices) {
  auto const row = transaction.exec(queries::count_waiting, now, slices_param(slices))[0];
  return {row["waiting"].integer(), row["overdue"].integer()};
}

std::vector<EngagementKey> hold_queued(Transaction& transaction, QueueState state, QueueChoice const& choice) {
  std::vector<EngagementKey> keys;
  for (auto const row :
       transaction.exec(queries::hold_queued, name_of(state), choice.ids, choice.user_id, choice.companion_id))
    keys.push_back({row["user_id"].text(), row["id"].text()});
  return keys;
}

void approve(Transaction& transaction, std::vector<EngagementKey> const& waiting, std::string const& by) {
  transaction.exec(queries::approve_waiting, user_ids(waiting), engagement_ids(waiting), by);
}

void cancel(Transaction& transaction, std::vector<EngagementKey> const& open, std::string const& why) {
  transaction.exec(queries::cancel_queued, user_ids(open), engagement_ids(open), why);
}

Retried retry(Transaction& transaction, std::vector<EngagementKey> const& failed) {
  auto const users = user_ids(failed);
  auto const ids = engagement_ids(failed);
  auto const messages = transaction.exec(queries::retry_failed, users, ids).size();
  auto const row = transaction.exec(queries::recheck_failed, users, ids)[0];
  return {messages, row["unwritten"].integer(), row["pairs"].integer()};
}

std::vector<WaitingEngagement> waiting_engagements(Transaction& transaction, Instant now, Slices const& slices) {
  std::vector<WaitingEngagement> waiting;
  for (auto const row : transaction.exec(queries::waiting_engagements, now, slices_param(slices))) {
    auto const type = value_of<EngagementType>(row["engagement_type"].text());
    if (!type) continue;  // a type of a later version
    waiting.push_back({{row["user_id"].text(), row["id"].text()}, *type, row["scheduled_for"].instant()});
  }
  return waiting;
}

long expire_waiting(Transaction& transaction, Instant now, std::vector<EngagementKey> const& keys) {
  if (keys.empty()) return 0;
  return transaction.exec(queries::expire_waiting, now, user_ids(keys), engagement_ids(keys)).size();
}

}  // namespace proactive::store
