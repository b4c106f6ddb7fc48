#include "store/deliveries.hpp"

#include <map>

#include "queries.hpp"
#include "store/arrays.hpp"

namespace proactive::store {

namespace {

using KeyTexts = std::pair<std::string, std::string>;

// The claim. The statement returns its rows in any order: the messages are in that of `engagements`.
std::vector<DeliveredMessage> mark_sent(Transaction& transaction, std::vector<DueEngagement> const& engagements,
                                        Instant as_of) {
  std::vector<DeliveredMessage> messages;
  if (engagements.empty()) return messages;
  auto const wanted = column(engagements, &DueEngagement::key);
  auto const marked = transaction.exec(queries::mark_sent, {user_ids(wanted), engagement_ids(wanted), as_of});
  std::map<KeyTexts, std::string> content_of;
  for (auto const row : marked) content_of[{row[0].text(), row[1].text()}] = row[2].text();
  for (auto const& engagement : engagements) {
    auto const content = content_of.find({engagement.key.user_id, engagement.key.id});
    if (content == content_of.end()) continue;
    messages.push_back({engagement.key, engagement.pair, engagement.type, {}, {}, {}, content->second, {}, {}});
  }
  return messages;
}

void add_ids(std::vector<DeliveredMessage>& messages, Rows const& inserted) {
  if (inserted.size() != static_cast<int>(messages.size())) {
    throw DataError(
        "no conversation could be found or created for an engagement: see whether its companion still exists", "P0002");
  }
  std::map<KeyTexts, DeliveredMessage*> message_of;
  for (auto& message : messages) message_of[{message.engagement.user_id, message.engagement.id}] = &message;
  for (auto const row : inserted) {
    auto& message = *message_of.at({row[0].text(), row[1].text()});
    message.id = row[2].json();
    message.conversation_id = row[3].json();
    message.sender_id = row[4].json();
    message.created_at = row[5].instant();
    message.updated_at = row[6].instant();
  }
}

}  // namespace

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
                   value_of<EngagementType>(row[3].text()).value(),
                   row[4].instant(),
                   row[5].instant(),
                   row[6].text(),
                   row[7].text()});
  }
  return due;
}

std::vector<DeliveredMessage> deliver(Transaction& transaction, std::vector<DueEngagement> const& engagements,
                                      Instant as_of, Instant next_check_at) {
  auto messages = mark_sent(transaction, engagements, as_of);
  if (messages.empty()) return messages;
  auto const sent = column(messages, &DeliveredMessage::engagement);
  auto const users = user_ids(sent);
  auto const ids = engagement_ids(sent);
  transaction.exec(queries::create_conversations, {users, ids, as_of});
  add_ids(messages, transaction.exec(queries::insert_messages, {users, ids, as_of}));
  transaction.exec(queries::touch_conversations, {users, ids, as_of});
  auto const pairs = column(messages, &DeliveredMessage::pair);
  transaction.exec(queries::touch_relationships, {user_ids(pairs), companion_ids(pairs), as_of, next_check_at});
  return messages;
}

long count_sent(Transaction& transaction, std::vector<EngagementKey> const& engagements, Instant as_of) {
  return transaction.exec(queries::count_sent, {user_ids(engagements), engagement_ids(engagements), as_of})[0][0]
      .integer();
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
