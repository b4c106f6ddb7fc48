#include "app/operator/health.hpp"

#include "store/health.hpp"

namespace proactive::app {

Health assess_health(Session& session) {
  Health health;
  health.facts = session.database->transact(
      [&](store::Transaction& transaction) { return store::read_health(transaction, session.settings()); });
  health.facts.until_enabled = until_enabled(session.loaded);
  health.findings = judge_health(health.facts);
  health.state = worst_of(health.findings);
  return health;
}

}  // namespace proactive::app
