#include "store/templates.hpp"

#include "queries.hpp"

namespace proactive::store {

namespace {

std::vector<MessageTemplate> read(Rows const& rows) {
  std::vector<MessageTemplate> templates;
  for (auto const row : rows) {
    auto const type = value_of<EngagementType>(row["engagement_type"].text());
    if (!type) continue;  // a type of a later version
    templates.push_back({row["id"].integer(), *type, row["language"].text(), row["tone"].text(), row["body"].text(),
                         static_cast<int>(row["weight"].integer()), row["active"].boolean(), row["safe"].boolean(),
                         row["approval"].boolean(), row["template_set"].text()});
  }
  return templates;
}

}  // namespace

std::vector<MessageTemplate> active_templates(Transaction& transaction) {
  return read(transaction.exec(queries::active_templates));
}

std::vector<MessageTemplate> list_templates(Transaction& transaction, std::optional<EngagementType> type,
                                            std::optional<std::string> const& language,
                                            std::optional<std::string> const& set) {
  auto const name = type ? std::optional{name_of(*type)} : std::nullopt;
  return read(transaction.exec(queries::list_templates, name, language, set));
}

std::optional<MessageTemplate> read_template(Transaction& transaction, long id) {
  auto const found = read(transaction.exec(queries::one_template, id));
  if (found.empty()) return std::nullopt;
  return found.front();
}

long add_template(Transaction& transaction, MessageTemplate const& added) {
  return transaction
      .exec(queries::insert_template, name_of(added.type), added.language, added.tone, added.body, added.weight,
            added.approval, added.set)[0]["id"]
      .integer();
}

void change_template(Transaction& transaction, MessageTemplate const& changed) {
  transaction.exec(queries::update_template, changed.id, changed.tone, changed.body, changed.weight, changed.active,
                   changed.safe, changed.approval, changed.set);
}

bool remove_template(Transaction& transaction, long id) {
  return transaction.exec(queries::delete_template, id).affected() > 0;
}

}  // namespace proactive::store
