#include "app/learned_types.hpp"

#include <set>
#include <string>

#include "domain/engagement/type_choice.hpp"
#include "store/bandit.hpp"

namespace proactive::app {

namespace {

std::vector<std::string> users_asked_for(std::vector<PairFacts> const& facts, Treatments& treatments, Instant now) {
  std::set<std::string> users;
  for (auto const& of_pair : facts) {
    auto const& user = of_pair.pair.user_id;
    if (of_pair.exists && may_ask_bandit(of_pair, treatments.of(user).rules, now)) users.insert(user);
  }
  return {users.begin(), users.end()};
}

void read_received_types(store::Transaction& transaction, std::vector<PairFacts>& facts,
                         std::vector<std::string> const& users, Instant now) {
  auto const received = store::received_types(transaction, users, now - types_remembered);
  for (auto& of_pair : facts) {
    auto const found = received.find(of_pair.pair.user_id);
    if (found != received.end()) of_pair.received_types = found->second;
  }
}

}  // namespace

ArmScores learned_types(store::Database& database, std::vector<Wording> const& wordings, Instant as_of) {
  if (!use_bandit(wordings)) return {};
  return database.transact(
      [&](store::Transaction& transaction) { return learned_types(transaction, wordings, as_of); });
}

ArmScores learned_types(store::Transaction& transaction, std::vector<Wording> const& wordings, Instant as_of) {
  return use_bandit(wordings) ? arm_scores(store::type_records(transaction, as_of)) : ArmScores{};
}

void add_received_types(store::Database& database, std::vector<PairFacts>& facts, Treatments& treatments, Instant now) {
  auto const users = users_asked_for(facts, treatments, now);
  if (users.empty()) return;
  database.transact([&](store::Transaction& transaction) { read_received_types(transaction, facts, users, now); });
}

void add_received_types(store::Transaction& transaction, std::vector<PairFacts>& facts, Treatments& treatments,
                        Instant now) {
  auto const users = users_asked_for(facts, treatments, now);
  if (!users.empty()) read_received_types(transaction, facts, users, now);
}

}  // namespace proactive::app
