#include "store/adapter_check.hpp"

#include "queries.hpp"
#include "store/arrays.hpp"

namespace proactive::store {

namespace {

std::vector<std::string> ids_of(std::vector<TrialMessage> const& messages) {
  return column(messages, [](TrialMessage const& message) { return std::to_string(message.engagement_id); });
}

std::vector<std::string> column_names(Rows const& rows) {
  std::vector<std::string> names;
  for (auto const row : rows) names.push_back(row["name"].text());
  return names;
}

Json json_or_null(Value const& value) { return value.is_null() ? Json{} : Json(value.text()); }

}  // namespace

PairCounts count_app_pairs(Transaction& transaction) {
  auto const rows = transaction.exec(queries::check_pairs);
  return {rows[0]["pairs"].integer(), rows[0]["twice"].integer(), rows[0]["empty"].integer(),
          rows[0]["too_long"].integer(), rows[0]["empty_sample"].optional_text().value_or("")};
}

long count_app_pairs_since(Transaction& transaction, std::string const& since) {
  return transaction.exec(queries::check_pairs_since, since)[0]["pairs"].integer();
}

std::vector<Pair> sample_app_pairs(Transaction& transaction) {
  std::vector<Pair> pairs;
  for (auto const row : transaction.exec(queries::check_sample))
    pairs.push_back({row["user_text"].text(), row["companion_text"].text()});
  return pairs;
}

std::vector<TableActivity> table_activity(Transaction& transaction) {
  std::vector<TableActivity> tables;
  for (auto const row : transaction.exec(queries::table_activity)) {
    tables.push_back({row["name"].text(), row["root"].text(), row["root_schema"].text(), row["root_relation"].text(),
                      row["is_partition"].boolean(), row["scanned"].integer(), row["written"].integer(),
                      row["owner"].text(), row["owner_is_superuser"].boolean(), row["has_triggers"].boolean()});
  }
  return tables;
}

std::vector<std::string> id_columns(Transaction& transaction, std::string const& table, std::string const& function) {
  return column_names(transaction.exec(queries::check_id_columns, table, function));
}

std::vector<std::string> time_columns(Transaction& transaction, std::string const& table, std::string const& function) {
  return column_names(transaction.exec(queries::check_time_columns, table, function));
}

std::vector<Json> try_delivery(Transaction& transaction, std::vector<TrialMessage> const& messages, Instant at) {
  auto const pairs = column(messages, &TrialMessage::pair);
  auto const rows =
      transaction.exec(queries::deliver, user_ids(pairs), companion_ids(pairs), ids_of(messages),
                       column(messages, &TrialMessage::content), column(messages, &TrialMessage::details), at);
  std::vector<Json> delivered;
  for (auto const row : rows) {
    delivered.push_back(
        {{"engagement_id", row["engagement_id"].is_null() ? Json{} : Json(row["engagement_id"].integer())},
         {"message_id", json_or_null(row["message_id"])},
         {"conversation_id", json_or_null(row["conversation_id"])},
         {"message", row["message"].json()},
         {"refused", json_or_null(row["refused"])}});
  }
  return delivered;
}

long next_engagement_id(Transaction& transaction) {
  return transaction.exec(queries::next_engagement_id)[0]["id"].integer();
}

void try_context(Transaction& transaction, std::vector<Pair> const& pairs, int most_memories, int least_importance) {
  transaction.exec(queries::app_context, user_ids(pairs), companion_ids(pairs), most_memories, least_importance);
}

void try_answers(Transaction& transaction, std::vector<TrialMessage> const& messages,
                 std::vector<std::string> const& message_ids, Instant since) {
  auto const pairs = column(messages, &TrialMessage::pair);
  transaction.exec(queries::check_answers, user_ids(pairs), companion_ids(pairs), ids_of(messages), message_ids,
                   std::vector<Instant>(messages.size(), since));
}

void try_sessions(Transaction& transaction, std::vector<Pair> const& pairs, Instant since) {
  transaction.exec(queries::check_sessions, user_ids(pairs), since);
}

}  // namespace proactive::store
