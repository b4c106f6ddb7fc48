#include "store/queue.hpp"

#include "queries.hpp"
#include "store/arrays.hpp"

namespace proactive::store {

std::vector<WaitingMessage> waiting_messages(Transaction& transaction, int limit) {
  std::vector<WaitingMessage> waiting;
  for (auto const row : transaction.exec(queries::waiting_messages, limit)) {
    waiting.push_back({row["id"].text(),
                       {row["user_id"].text(), row["companion_id"].text()},
                       row["engagement_type"].text(),
                       row["writer"].text(),
                       row["llm_model"].optional_text(),
                       row["scheduled_for"].instant(),
                       row["engagement_content"].text()});
  }
  return waiting;
}

WaitingCounts count_waiting(Transaction& transaction, Instant now, Slices const& slices) {
  auto const row = transaction.exec(queries::count_waiting, now, slices_param(slices))[0];
  return {row["waiting"].integer(), row["overdue"].integer()};
}

std::vector<EngagementKey> lock_waiting(Transaction& transaction, std::vector<std::string> const& ids) {
  std::vector<EngagementKey> keys;
  for (auto const row : transaction.exec(queries::lock_waiting, ids))
    keys.push_back({row["user_id"].text(), row["id"].text()});
  return keys;
}

void approve(Transaction& transaction, std::vector<EngagementKey> const& waiting, std::string const& by) {
  transaction.exec(queries::approve_waiting, user_ids(waiting), engagement_ids(waiting), by);
}

void reject(Transaction& transaction, std::vector<EngagementKey> const& waiting, std::string const& why) {
  transaction.exec(queries::reject_waiting, user_ids(waiting), engagement_ids(waiting), why);
}

long expire_waiting(Transaction& transaction, Instant now,
                    std::vector<std::pair<EngagementType, int>> const& valid_hours, Slices const& slices) {
  auto const type = [](auto const& valid) { return name_of(valid.first); };
  auto const hours = [](auto const& valid) { return valid.second; };
  return transaction
      .exec(queries::expire_waiting, now, column(valid_hours, type), column(valid_hours, hours), slices_param(slices))
      .size();
}

}  // namespace proactive::store
