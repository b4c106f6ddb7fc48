#include "store/outbox.hpp"

#include "queries.hpp"
#include "store/arrays.hpp"

namespace proactive::store {

namespace {

std::optional<std::string> null_if_empty(std::string const& text) {
  return text.empty() ? std::nullopt : std::optional{text};
}

DueCall read_call(Row const& row) {
  DueCall call;
  call.engagement.key = {row["user_id"].text(), row["engagement_id"].text()};
  call.engagement.pair = {row["user_id"].text(), row["companion_id"].text()};
  call.engagement.type = value_of<EngagementType>(row["engagement_type"].text()).value_or(EngagementType::check_in);
  call.engagement.is_safe = row["safe"].boolean();
  call.engagement.scheduled_for = row["scheduled_for"].instant();
  call.engagement.created_at = row["planned_at"].instant();
  call.body = row["body"].text();
  call.delivered_at = row["created_at"].instant();
  call.attempts = static_cast<int>(row["attempts"].integer());
  return call;
}

std::vector<std::string> ids_of_rows(Rows const& rows) {
  std::vector<std::string> ids;
  ids.reserve(static_cast<std::size_t>(rows.size()));
  for (auto const row : rows) ids.push_back(row["engagement_id"].text());
  return ids;
}

}  // namespace

void put_into_outbox(Transaction& transaction, std::vector<DeliveredMessage> const& messages,
                     std::vector<std::string> const& bodies, Instant as_of) {
  if (messages.empty()) return;
  auto const keys = column(messages, &DeliveredMessage::engagement);
  transaction.exec(queries::put_into_outbox, user_ids(keys), engagement_ids(keys), bodies, as_of);
}

std::vector<DueCall> due_calls(Transaction& transaction, Instant as_of, Slices const& slices,
                               std::vector<std::string> const& busy_users, int most) {
  auto const rows = transaction.exec(queries::due_calls, as_of, slices_param(slices), busy_users, most);
  std::vector<DueCall> calls;
  calls.reserve(static_cast<std::size_t>(rows.size()));
  for (auto const row : rows) calls.push_back(read_call(row));
  return calls;
}

void record_calls(Transaction& transaction, std::vector<CallRecord> const& records, Instant as_of) {
  if (records.empty()) return;
  auto const keys = column(records, &CallRecord::key);
  transaction.exec(queries::record_calls, user_ids(keys), engagement_ids(keys),
                   column(records, &CallRecord::attempts_read),
                   column(records, [](CallRecord const& record) { return name_of(record.status); }),
                   column(records, &CallRecord::attempts), column(records, &CallRecord::next_at),
                   column(records, [](CallRecord const& record) { return null_if_empty(record.reason); }),
                   column(records, [](CallRecord const& record) { return null_if_empty(record.error); }), as_of);
}

OutboxCounts outbox_counts(Transaction& transaction, Slices const& slices) {
  auto const row = transaction.exec(queries::outbox_counts, slices_param(slices))[0];
  return {row["waiting"].integer(), row["oldest"].optional_instant(), row["failing"].integer(),
          row["oldest_failing"].optional_instant(), row["dead"].integer()};
}

std::optional<Instant> gone_receiver(Transaction& transaction, std::string const& fingerprint) {
  auto const rows = transaction.exec(queries::gone_receiver, fingerprint);
  return rows.empty() ? std::nullopt : std::optional{rows[0]["since"].instant()};
}

void note_gone_receiver(Transaction& transaction, std::string const& fingerprint, Instant as_of) {
  transaction.exec(queries::note_gone_receiver, fingerprint, as_of);
}

bool resume_receiver(Transaction& transaction) {
  if (transaction.exec(queries::forget_gone_receiver).empty()) return false;
  transaction.exec(queries::hurry_calls);
  return true;
}

std::vector<ListedCall> list_calls(Transaction& transaction, std::vector<CallStatus> const& statuses,
                                   CallChoice const& choice, int most) {
  auto const words = column(statuses, [](CallStatus status) { return name_of(status); });
  std::vector<ListedCall> calls;
  for (auto const row : transaction.exec(queries::list_calls, words, choice.users, choice.engagements, most)) {
    calls.push_back({{row["user_id"].text(), row["engagement_id"].text()},
                     row["companion_id"].text(),
                     row["status"].text(),
                     row["created_at"].instant(),
                     row["next_at"].optional_instant(),
                     static_cast<int>(row["attempts"].integer()),
                     row["reason"].optional_text(),
                     row["error"].optional_text()});
  }
  return calls;
}

std::vector<std::string> retry_calls(Transaction& transaction, CallChoice const& choice) {
  return ids_of_rows(transaction.exec(queries::retry_calls, choice.users, choice.engagements));
}

std::vector<std::string> drop_calls(Transaction& transaction, CallChoice const& choice) {
  return ids_of_rows(transaction.exec(queries::drop_calls, choice.users, choice.engagements));
}

}  // namespace proactive::store
