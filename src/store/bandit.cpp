#include "store/bandit.hpp"

#include "domain/bandit/choices.hpp"
#include "queries.hpp"

namespace proactive::store {

namespace {

// Each with the type of its messages. What a later version knows is left out.
template <typename Receive>
void read_arm_records(Transaction& transaction, ArmKind kind, Instant as_of, Receive const& receive) {
  for (auto const row : transaction.exec(queries::arm_records, as_of, static_cast<long>(record_half_life.count()),
                                         std::to_string(negative_reward), name_of(kind))) {
    auto const type = value_of<EngagementType>(row["engagement_type"].text());
    auto const arm = arm_named(kind, row["arm"].text());
    if (!type || !arm) continue;
    receive(*type, *arm, ArmRecord{row["weight"].real(), row["weighted_reward"].real(), row["squared_weight"].real()});
  }
}

}  // namespace

std::map<EngagementType, std::map<long, ArmRecord>> template_records(Transaction& transaction, Instant as_of) {
  std::map<EngagementType, std::map<long, ArmRecord>> records;
  read_arm_records(transaction, ArmKind::message_template, as_of,
                   [&](EngagementType type, long arm, ArmRecord const& record) { records[type][arm] = record; });
  return records;
}

std::map<long, ArmRecord> type_records(Transaction& transaction, Instant as_of) {
  std::map<long, ArmRecord> records;
  read_arm_records(transaction, ArmKind::type, as_of,
                   [&](EngagementType /*type*/, long arm, ArmRecord const& record) { records[arm] = record; });
  return records;
}

std::vector<LoggedArm> logged_arms(Transaction& transaction, ArmKind kind, Instant since, int most) {
  std::vector<LoggedArm> log;
  for (auto const row :
       transaction.exec(queries::logged_arms, since, most, std::to_string(negative_reward), name_of(kind))) {
    auto const arm = arm_named(kind, row["arm"].text());
    auto choice = arm ? read_choice(row["choice"].json(), kind, *arm) : std::nullopt;
    if (!choice) continue;  // of a later version
    log.push_back({row["user_id"].text(), *std::move(choice), row["reward"].real()});
  }
  return log;
}

std::map<std::string, std::map<long, Instant>> received_templates(Transaction& transaction,
                                                                  std::vector<std::string> const& users,
                                                                  Instant since) {
  std::map<std::string, std::map<long, Instant>> received;
  if (users.empty()) return received;
  for (auto const row : transaction.exec(queries::received_templates, users, since))
    received[row["user_id"].text()][row["template_id"].integer()] = row["sent_at"].instant();
  return received;
}

std::map<std::string, std::map<EngagementType, Instant>> received_types(Transaction& transaction,
                                                                        std::vector<std::string> const& users,
                                                                        Instant since) {
  std::map<std::string, std::map<EngagementType, Instant>> received;
  if (users.empty()) return received;
  for (auto const row : transaction.exec(queries::received_types, users, since)) {
    auto const type = value_of<EngagementType>(row["engagement_type"].text());
    if (type) received[row["user_id"].text()][*type] = row["sent_at"].instant();
  }
  return received;
}

}  // namespace proactive::store
