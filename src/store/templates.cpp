#include "store/templates.hpp"

#include "queries.hpp"

namespace proactive::store {

std::vector<MessageTemplate> active_templates(Transaction& transaction) {
  std::vector<MessageTemplate> templates;
  for (auto const row : transaction.exec(queries::active_templates)) {
    auto const type = value_of<EngagementType>(row["engagement_type"].text());
    if (!type) continue;  // a type of a later version
    templates.push_back({row["id"].integer(), *type, row["language"].text(), row["tone"].text(), row["body"].text(),
                         static_cast<int>(row["weight"].integer())});
  }
  return templates;
}

}  // namespace proactive::store
