#include "store/templates.hpp"

#include "queries.hpp"

namespace proactive::store {

std::vector<MessageTemplate> active_templates(Transaction& transaction) {
  std::vector<MessageTemplate> templates;
  for (auto const row : transaction.exec(queries::active_templates)) {
    templates.push_back({row[0].integer(), value_of<EngagementType>(row[1].text()).value(), row[2].text(),
                         row[3].text(), row[4].text(), static_cast<int>(row[5].integer())});
  }
  return templates;
}

}  // namespace proactive::store
