#include "store/llm.hpp"

#include "queries.hpp"

namespace proactive::store {

std::vector<Phrase> refused_phrases(Transaction& transaction) {
  std::vector<Phrase> phrases;
  for (auto const row : transaction.exec(queries::refused_phrases))
    phrases.push_back({row["language"].text(), row["fault"].text(), row["phrase"].text()});
  return phrases;
}

namespace {

std::string without_query(std::string const& url) { return url.substr(0, url.find('?')); }

}  // namespace

std::optional<LearnedService> learned_service(Transaction& transaction, std::string const& base_url,
                                              std::string const& model) {
  auto const rows = transaction.exec(queries::learned_service, without_query(base_url), model);
  if (rows.empty()) return std::nullopt;
  auto const row = rows[0];
  auto const form = value_of<AnswerForm>(row["form"].text());
  if (!form) return std::nullopt;  // of a newer version
  return LearnedService{
      {*form, row["system_role"].boolean(), row["max_completion_tokens"].boolean(), row["temperature"].boolean()},
      static_cast<int>(row["at_once"].integer())};
}

void remember_service(Transaction& transaction, std::string const& base_url, std::string const& model,
                      LearnedService const& learned) {
  auto const& profile = learned.profile;
  transaction.exec(queries::remember_service, without_query(base_url), model, name_of(profile.form),
                   profile.system_role, profile.max_completion_tokens, profile.temperature, learned.at_once);
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
