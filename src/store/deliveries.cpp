#include "store/deliveries.hpp"

#include <fmt/core.h>

#include <map>
#include <set>
#include <unordered_map>

#include "base/text.hpp"
#include "queries.hpp"
#include "store/arrays.hpp"

namespace proactive::store {

namespace {

// What is kept of a disclosure: its text stands in disclosure_texts.
std::optional<std::string> told_by(DueEngagement const& engagement) {
  if (!engagement.disclosure) return std::nullopt;
  auto details = disclosure_details(engagement.disclosure);
  details.erase("text");
  return to_line(details);
}

// The claim: those of the engagements that were still scheduled, in their order.
std::vector<DueEngagement> mark_sent(Transaction& transaction, std::vector<DueEngagement> const& engagements,
                                     Instant as_of) {
  auto const wanted = column(engagements, &DueEngagement::key);
  std::map<std::string, std::string> content_of;
  auto const hours =
      column(engagements, [&](DueEngagement const& engagement) { return local_hour(as_of, engagement.timezone); });
  auto const weekdays =
      column(engagements, [&](DueEngagement const& engagement) { return local_weekday(as_of, engagement.timezone); });
  for (auto const row :
       transaction.exec(queries::mark_sent, user_ids(wanted), engagement_ids(wanted), hours, as_of,
                        column(engagements, &DueEngagement::proof), column(engagements, told_by), weekdays)) {
    content_of[row["id"].text()] = row["engagement_content"].text();
  }
  std::vector<DueEngagement> claimed;
  for (auto const& engagement : engagements) {
    auto const content = content_of.find(engagement.key.id);
    if (content == content_of.end()) continue;
    claimed.push_back(engagement);
    claimed.back().content = with_disclosure(content->second, engagement.disclosure);
  }
  return claimed;
}

// What the app is told of a message besides its text.
std::string details_of(DueEngagement const& engagement) {
  return to_line(Json{{"engagement_type", name_of(engagement.type)},
                      {"writer", engagement.writer},
                      {"language", engagement.language},
                      {"proactive", true},
                      {"ai_generated", true},
                      {"disclosure", disclosure_details(engagement.disclosure)}});
}

Rows call_app(Transaction& transaction, std::vector<DueEngagement> const& claimed, Instant as_of) {
  auto const keys = column(claimed, &DueEngagement::key);
  auto const pairs = column(claimed, &DueEngagement::pair);
  std::unordered_map<std::string, std::string> known;  // of those that tell nothing of an AI: they are alike
  auto const details = column(claimed, [&](DueEngagement const& engagement) {
    if (engagement.disclosure) return details_of(engagement);
    auto& written = known[fmt::format("{} {} {}", name_of(engagement.type), engagement.writer, engagement.language)];
    if (written.empty()) written = details_of(engagement);
    return written;
  });
  return transaction.exec(queries::deliver, user_ids(pairs), companion_ids(pairs), engagement_ids(keys),
                          column(claimed, &DueEngagement::content), details, as_of);
}

// The app's rows by engagement: each exactly once.
std::map<std::string, Row> rows_by_engagement(Rows const& rows, std::vector<DueEngagement> const& claimed) {
  std::map<std::string, Row> by_id;
  for (auto const row : rows) {
    if (!by_id.emplace(row["engagement_id"].text_or_empty(), row).second) {
      throw DataError("app_deliver returns more than one row of an engagement: return exactly one", "P0003");
    }
  }
  for (auto const& engagement : claimed) {
    if (!by_id.contains(engagement.key.id)) {
      throw DataError(
          "app_deliver returns no row of an engagement: return one for each, with refused where the app wants none",
          "P0002");
    }
  }
  if (by_id.size() != claimed.size()) {
    throw DataError("app_deliver returns a row of an engagement that it was not given: return one for each given",
                    "P0003");
  }
  return by_id;
}

// A message that stands before another can be stored by the app alone.
void require_disclosed(DueEngagement const& engagement, Row const& row) {
  bool const is_system = engagement.disclosure && engagement.disclosure->form == DisclosureForm::system;
  auto const id = row["disclosure_id"].text_or_empty();
  bool const is_stored = !id.empty() && id != row["message_id"].text_or_empty();
  if (!is_system || is_stored || !row["refused"].is_null()) return;
  throw DataError(
      "app_deliver has stored no message that tells that an AI writes: let it store details.disclosure.text where its "
      "form is system, and return that message as disclosure_id, or set disclosure_form to suffix",
      "P0005");
}

void record(Transaction& transaction, Deliveries const& deliveries, Instant as_of) {
  if (!deliveries.messages.empty()) {
    auto const keys = column(deliveries.messages, &DeliveredMessage::engagement);
    transaction.exec(queries::record_deliveries, user_ids(keys), engagement_ids(keys),
                     column(deliveries.messages, &DeliveredMessage::message_id),
                     column(deliveries.messages, &DeliveredMessage::conversation_id), as_of);
  }
  if (!deliveries.refused.empty()) {
    auto const keys = column(deliveries.refused, &ClosedEngagement::key);
    transaction.exec(queries::refuse_sent, user_ids(keys), engagement_ids(keys),
                     column(deliveries.refused, &ClosedEngagement::error), as_of);
  }
}

std::set<std::string> faults_of(std::string const& words) {
  auto const faults = split_at_spaces(words);
  return {faults.begin(), faults.end()};
}

DueEngagement read_due(Row const& row) {
  auto const user = row["user_id"].text();
  auto const type = row["engagement_type"].text();
  auto const known = value_of<EngagementType>(type);
  if (!known) {
    throw Error(ExitCode::internal, fmt::format("the stored type {} is unknown to this version", printable(type)));
  }
  return {{user, row["id"].text()},
          {user, row["companion_id"].text()},
          *known,
          row["scheduled_for"].instant(),
          row["created_at"].instant(),
          row["engagement_content"].text(),
          row["writer"].text(),
          {},
          "UTC",
          row["held_from"].optional_instant(),
          row["safe"].boolean(),
          faults_of(row["reviewed_for"].text_or_empty())};
}

std::vector<DueEngagement> read_all_due(Rows const& rows, std::vector<ClosedEngagement>& unreadable) {
  std::vector<DueEngagement> due;
  due.reserve(static_cast<std::size_t>(rows.size()));
  for (auto const row : rows) {
    try {
      due.push_back(read_due(row));
    } catch (std::exception const& problem) {
      unreadable.push_back({{row["user_id"].text(), row["id"].text()}, "failed", Reason::unreadable, problem.what()});
    }
  }
  return due;
}

}  // namespace

std::vector<DueKey> due_keys(Transaction& transaction, Instant as_of, std::optional<DueKey> const& after,
                             Slices const& slices, long limit) {
  std::optional<Instant> after_time;
  std::optional<std::string> after_user;
  std::optional<std::string> after_id;
  if (after) {
    after_time = after->scheduled_for;
    after_user = after->key.user_id;
    after_id = after->key.id;
  }
  auto const rows =
      transaction.exec(queries::due_keys, as_of, after_time, after_user, after_id, slices_param(slices), limit);
  std::vector<DueKey> keys;
  keys.reserve(static_cast<std::size_t>(rows.size()));
  for (auto const row : rows) {
    keys.push_back({{row["user_id"].text(), row["id"].text()},
                    row["scheduled_for"].instant(),
                    static_cast<int>(row["slice"].integer()),
                    static_cast<int>(row["shard"].integer())});
  }
  return keys;
}

std::vector<DueEngagement> due_engagements(Transaction& transaction, Instant as_of,
                                           std::vector<EngagementKey> const& keys,
                                           std::vector<ClosedEngagement>& unreadable) {
  return read_all_due(transaction.exec(queries::due_engagements, user_ids(keys), engagement_ids(keys), as_of),
                      unreadable);
}

std::vector<DueEngagement> due_of_users(Transaction& transaction, Instant as_of, std::vector<EngagementKey> const& keys,
                                        std::vector<ClosedEngagement>& unreadable) {
  return read_all_due(transaction.exec(queries::due_of_users, user_ids(keys), as_of), unreadable);
}

std::vector<SliceDue> due_engagements_by_slice(Transaction& transaction, Instant as_of, Slices const& slices,
                                               long most) {
  return read_slice_due(transaction.exec(queries::due_engagements_by_slice, as_of, slices_param(slices), most));
}

RecentlySent sent_since(Transaction& transaction, Instant since, Slices const& slices) {
  auto const row = transaction.exec(queries::sent_since, since, slices_param(slices))[0];
  return {row["count"].integer(), row["first"].optional_instant()};
}

Deliveries deliver(Transaction& transaction, std::vector<DueEngagement> const& engagements, Instant as_of) {
  Deliveries deliveries;
  if (engagements.empty()) return deliveries;
  auto const claimed = mark_sent(transaction, engagements, as_of);
  if (claimed.empty()) return deliveries;
  auto const rows = call_app(transaction, claimed, as_of);
  auto const by_id = rows_by_engagement(rows, claimed);
  for (auto const& engagement : claimed) {
    auto const& row = by_id.at(engagement.key.id);
    require_disclosed(engagement, row);
    if (!row["refused"].is_null()) {
      deliveries.refused.push_back({engagement.key, "cancelled", Reason::refused, row["refused"].text()});
    } else {
      deliveries.messages.push_back({engagement.key, engagement.pair, engagement.type, engagement.content,
                                     row["message_id"].text_or_empty(), row["conversation_id"].text_or_empty(),
                                     row["conversation_json"].text_or_empty(), row["message"].text_or_empty(),
                                     disclosure_details(engagement.disclosure), engagement.user_name,
                                     engagement.companion_name, engagement.language,
                                     engagement.zone_known ? engagement.timezone : std::string{}});
    }
  }
  record(transaction, deliveries, as_of);
  return deliveries;
}

CommitOutcome commit_outcome(Transaction& transaction, std::vector<EngagementKey> const& engagements, Instant as_of) {
  auto const rows =
      transaction.exec(queries::commit_outcome, user_ids(engagements), engagement_ids(engagements), as_of);
  return {rows[0]["sent"].integer(), rows[0]["refused"].integer()};
}

void close_due(Transaction& transaction, std::vector<ClosedEngagement> const& engagements, Instant as_of) {
  if (engagements.empty()) return;
  auto const keys = column(engagements, &ClosedEngagement::key);
  auto const error = [](ClosedEngagement const& closed) {
    return closed.error.empty() ? std::optional<std::string>{} : std::optional{closed.error};
  };
  transaction.exec(queries::close_due, user_ids(keys), engagement_ids(keys),
                   column(engagements, &ClosedEngagement::status),
                   column(engagements, [](auto const& closed) { return name_of(closed.reason); }),
                   column(engagements, error), as_of);
}

void hold_due(Transaction& transaction, std::vector<HeldEngagement> const& engagements) {
  if (engagements.empty()) return;
  auto const keys = column(engagements, &HeldEngagement::key);
  transaction.exec(queries::hold_due, user_ids(keys), engagement_ids(keys),
                   column(engagements, &HeldEngagement::scheduled_for));
}

}  // namespace proactive::store
