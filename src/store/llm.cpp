#include "store/llm.hpp"

#include "queries.hpp"

namespace proactive::store {

std::vector<Phrase> refused_phrases(Transaction& transaction) {
  std::vector<Phrase> phrases;
  for (auto const row : transaction.exec(queries::refused_phrases))
    phrases.push_back({row["language"].text(), row["fault"].text(), row["phrase"].text()});
  return phrases;
}

long take_tokens(Transaction& transaction, long wanted, long most_a_day) {
  transaction.exec(queries::open_token_day);
  return transaction.exec(queries::take_tokens, wanted, most_a_day)[0]["granted"].integer();
}

void return_tokens(Transaction& transaction, long unspent) { transaction.exec(queries::return_tokens, unspent); }

long tokens_of_today(Transaction& transaction) {
  return transaction.exec(queries::tokens_of_today)[0]["tokens"].integer();
}

}  // namespace proactive::store
