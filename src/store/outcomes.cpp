#include "store/outcomes.hpp"

#include <map>
#include <set>

#include "queries.hpp"
#include "store/arrays.hpp"

namespace proactive::store {

bool tells_answers(Transaction& transaction) { return transaction.exec(queries::tells_answers)[0]["tells"].boolean(); }

std::vector<SentEngagement> unsettled(Transaction& transaction, Instant as_of, Slices const& slices, int limit,
                                      Asked asked) {
  std::vector<SentEngagement> sent;
  for (auto const row : transaction.exec(queries::unsettled, as_of, slices, limit, asked == Asked::ghosts)) {
    auto const user = row["user_id"].text();
    sent.push_back({{user, row["id"].text()},
                    {user, row["companion_id"].text()},
                    row["message_id"].optional_text(),
                    row["sent_at"].instant(),
                    row["settle_at"].instant(),
                    row["ghost"].boolean()});
  }
  return sent;
}

std::vector<UserAnswer> read_answers(Transaction& transaction, std::vector<SentEngagement> const& sent) {
  auto const keys = column(sent, &SentEngagement::key);
  auto const pairs = column(sent, &SentEngagement::pair);
  std::map<std::string, UserAnswer> answer_of;
  for (auto const row :
       transaction.exec(queries::app_answers, user_ids(pairs), companion_ids(pairs), engagement_ids(keys),
                        column(sent, &SentEngagement::message_id), column(sent, &SentEngagement::sent_at))) {
    answer_of[row["engagement_id"].text_or_empty()] = {
        row["answered_at"].optional_instant(), row["answer_id"].optional_text(), row["replies_1h"].optional_integer(),
        row["seen_at"].optional_instant()};
  }
  return column(sent, [&](SentEngagement const& one) { return answer_of[one.key.id]; });
}

bool tells_objections(Transaction& transaction) {
  return transaction.exec(queries::tells_objections)[0]["tells"].boolean();
}

std::vector<bool> read_objections(Transaction& transaction, std::vector<SentEngagement> const& sent, Instant as_of) {
  auto const pairs = column(sent, &SentEngagement::pair);
  std::set<Pair> objecting;
  for (auto const row : transaction.exec(queries::app_objections, user_ids(pairs), companion_ids(pairs), as_of))
    objecting.insert({row["user_id"].text_or_empty(), row["companion_id"].text_or_empty()});
  return column(sent, [&](SentEngagement const& one) { return objecting.contains(one.pair); });
}

void settle(Transaction& transaction, std::vector<Outcome> const& outcomes) {
  if (outcomes.empty()) return;
  auto const keys = column(outcomes, &Outcome::key);
  auto const answers = column(outcomes, &Outcome::answer);
  transaction.exec(queries::settle, user_ids(keys), engagement_ids(keys), column(outcomes, &Outcome::status),
                   column(answers, &UserAnswer::answered_at), column(answers, &UserAnswer::answer_id),
                   column(answers, &UserAnswer::replies_1h), column(answers, &UserAnswer::seen_at),
                   column(outcomes, &Outcome::ask_again), column(outcomes, &Outcome::objected_at));
}

void settle_ghosts(Transaction& transaction, std::vector<Outcome> const& outcomes) {
  if (outcomes.empty()) return;
  auto const keys = column(outcomes, &Outcome::key);
  transaction.exec(queries::settle_ghosts, user_ids(keys), engagement_ids(keys),
                   column(outcomes, [](Outcome const& outcome) { return outcome.answer.answered_at; }),
                   column(outcomes, &Outcome::ask_again));
}

void give_up_settling(Transaction& transaction, std::vector<SentEngagement> const& sent) {
  if (sent.empty()) return;
  auto const keys = column(sent, &SentEngagement::key);
  transaction.exec(queries::give_up_settling, user_ids(keys), engagement_ids(keys));
}

}  // namespace proactive::store
